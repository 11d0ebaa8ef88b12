"""Work on posts and files that is slower than a render."""
