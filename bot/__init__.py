"""The conversation: Rasa's training data and rules, graph components, engine start scripts, custom actions."""
