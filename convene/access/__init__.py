"""Who may see and do what: the policy, the gate on endpoints and the row filter on the ORM session."""
