"""奖金条: what one person is paid for a period, and the scorecard it rests on."""
