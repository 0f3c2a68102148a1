"""Who somebody is and what they have done, and what is known of them when a definition asks."""
