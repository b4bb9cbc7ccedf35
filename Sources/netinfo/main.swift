print("netinfo")
