"""Where staff and administrators work: articles, directory, test bench, review, inbox, statistics, accounts."""
