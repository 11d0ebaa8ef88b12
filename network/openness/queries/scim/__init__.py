"""SCIM 2.0 (RFC 7643, 7644): its shapes, its filters, and what a directory reads back."""
