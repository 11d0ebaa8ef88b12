"""What people and the clock do with reports and cases."""
