"""The numeric audit: which figures of an article cannot all be true, and what single explanation would clear them."""
