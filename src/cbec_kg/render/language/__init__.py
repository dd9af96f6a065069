"""What things are called in Chinese and English."""
