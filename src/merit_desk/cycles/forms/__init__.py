"""What is asked when a cycle is made and changed."""
