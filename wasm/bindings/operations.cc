#include "bindings/operations.h"

#include "bindings/convert.h"
#include "bindings/functions.h"
#include "fmid/filemaker.h"
#include "fmid/sign_in.h"
#include "fmid/token_flows.h"

namespace fmid::bindings {

using Opened = Result<std::unique_ptr<fmid::Flow>>;

Opened SignIn(const val& options, RandomSource& random) {
  const Result<UserPool> pool = PoolOf(options);
  if (!pool) return Fail(pool.error());
  return fmid::SignIn(*pool, Text(options, "username"), Secret(options, "password"), random, ModulePrecomputation(),
                      ToDevice(options["device"]));
}

Opened Refresh(const val& options, RandomSource& random) {
  const Result<UserPool> pool = PoolOf(options);
  if (!pool) return Fail(pool.error());
  return fmid::Refresh(*pool, Secret(options, "refreshToken"), Text(options, "deviceKey"), random);
}

Opened Revoke(const val& options, RandomSource& random) {
  const Result<UserPool> pool = PoolOf(options);
  if (!pool) return Fail(pool.error());
  return fmid::Revoke(*pool, Secret(options, "refreshToken"), random);
}

Opened GlobalSignOut(const val& options, RandomSource& random) {
  const Result<UserPool> pool = PoolOf(options);
  if (!pool) return Fail(pool.error());
  return fmid::GlobalSignOut(*pool, Secret(options, "accessToken"), random);
}

Opened Discover(const val& options, RandomSource& random) { return fmid::Discover(Text(options, "url"), random); }

Opened OpenSession(const val& options, RandomSource& random) {
  const Result<HostTarget> target = TargetOf(options);
  if (!target) return Fail(target.error());
  return OpenHostSession(*target, Secret(options, "idToken"), ToSources(options["dataSources"]), random);
}

Opened Call(const val& options, RandomSource& random) {
  const Result<HostTarget> target = TargetOf(options);
  if (!target) return Fail(target.error());
  return CallHost(*target, Secret(options, "token"), ToCall(options), random);
}

Opened CloseSession(const val& options, RandomSource& random) {
  const Result<HostTarget> target = TargetOf(options);
  if (!target) return Fail(target.error());
  return CloseHostSession(*target, Secret(options, "token"), random);
}

}  // namespace fmid::bindings
