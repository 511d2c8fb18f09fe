"""Words between the hub and the sites: messages, acknowledgements, running text."""
