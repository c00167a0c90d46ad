"""过程管理: progress reports, tasks with hand-in and check, requests across departments."""
