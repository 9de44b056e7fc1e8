"""From a batch of parsed mail to rows: the only writer of messages."""
