"""How well messages are understood: answers them through the whole stack and compares with what is right."""
