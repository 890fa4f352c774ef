"""What workbooks and Word documents have in common: shapes, what travels unseen, the zip around their parts."""
