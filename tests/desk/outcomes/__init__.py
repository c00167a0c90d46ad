"""What becomes of a result: release, answer, appeal, interview, seal, pack, ranking."""
