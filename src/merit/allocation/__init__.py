"""Where money and people's hours bring more: responses to spend, workload by hour, and moves with their uncertainty."""
