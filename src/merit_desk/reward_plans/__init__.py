"""奖励方案: bonus, commission, pool, contest, profit share and year-end bonus."""
