"""What a page of mail shows, made from stored messages: outlines, layouts, links between the same words."""
