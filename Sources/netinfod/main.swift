print("netinfod")
