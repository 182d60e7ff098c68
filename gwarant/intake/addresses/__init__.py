"""Where mail arrives and for whom its senders write: addresses of ours, customers' domains, programs that report."""
