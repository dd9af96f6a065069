"""What rests on what: links, evidence lines and profiles as plain values."""
