"""What management commands do at a terminal: progress bars, sentences, reports."""
