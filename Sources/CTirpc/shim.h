#include <rpc/rpc.h>
#include <rpc/svc_auth.h>
#include <rpc/svc_mt.h>
#include <rpc/pmap_clnt.h>
