"""The channel "web": the chat page and what it talks to."""
