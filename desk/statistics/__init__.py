"""What people ask and what they get."""
