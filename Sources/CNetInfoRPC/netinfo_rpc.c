#include "netinfo_rpc.h"
