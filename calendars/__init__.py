"""Working time, holidays, sending windows, zones and the cuts between days."""
