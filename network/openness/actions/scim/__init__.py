"""What a directory does by SCIM, and what administrators say about directories."""
