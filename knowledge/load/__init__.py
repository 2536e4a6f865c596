"""Loading the shipped content files into the database."""
