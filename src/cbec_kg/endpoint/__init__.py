"""What is offered to other programs: the graph over HTTP, and its questions as tools of assistants. It calls the API."""
