"""What changes goals. Every change is one transaction with its entry on the trail and in the goal's own history."""
