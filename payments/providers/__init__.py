"""Those who move the money: each adapter is one file behind one port."""
