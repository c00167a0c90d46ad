"""Where money and hours bring more: advice for owner and managers, each as far as they may see."""
