"""What holds for every request, whatever page it asks for."""
