"""What Chinese labour and tax law allows of pay: findings that cite their law. Evidence, not legal advice."""
