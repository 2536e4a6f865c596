"""People at the desk answer instead of the assistant: who has a conversation, and who is told what."""
