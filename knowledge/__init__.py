"""What the assistant knows: rights articles, the directory of services, places; how they are stored and found."""
