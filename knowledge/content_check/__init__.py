"""The rules that content files keep, for `dalil content check`, for loading and for export."""
