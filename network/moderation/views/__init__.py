"""The pages of moderation, by noun."""
