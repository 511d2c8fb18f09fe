"""Who only watches: observers, wall screens, and guests whom the chair lets in."""
