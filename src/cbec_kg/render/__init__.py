"""Values as text, pictures, pages and sites."""
