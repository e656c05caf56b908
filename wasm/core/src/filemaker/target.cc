#include <algorithm>
#include <string>

#include "bytes/address.h"
#include "bytes/text.h"
#include "fmid/filemaker.h"

namespace fmid {

namespace {

// Of the root; empty where there is no such version.
std::string PathOf(HostApi api, std::string_view version) {
  if (api == HostApi::kAdmin) return "/fmi/admin/api/v2";
  if (api == HostApi::kOData) return "/fmi/odata/v4";
  if (version != "v1" && version != "v2" && version != "vLatest") return {};
  return "/fmi/data/" + std::string(version);
}

}  // namespace

Result<HostTarget> HostTarget::Create(HostApi api, std::string_view address, std::string_view database, std::string_view version) {
  Result<std::string> base = CheckAddress(address, "host");
  if (!base) return Fail(std::move(base.error()));
  const std::string path = PathOf(api, version);
  if (path.empty()) return Fail(ErrorCode::kVersionInvalid, "version");
  HostTarget target(api, *std::move(base) + path);
  if (api == HostApi::kAdmin) return target;

  // FileMaker's APIs name a file without its extension, people often write it.
  constexpr std::string_view kExtension = ".fmp12";
  if (database.size() > kExtension.size() && EqualsIgnoringCase(database.substr(database.size() - kExtension.size()), kExtension)) {
    database.remove_suffix(kExtension.size());
  }
  if (!IsUtf8(database)) return Fail(ErrorCode::kTextNotUtf8, "database");
  if (database.empty() || database == "." || database == ".." || std::any_of(database.begin(), database.end(), IsControl)) {
    return Fail(ErrorCode::kDatabaseRequired, "database");
  }
  target.database = PercentEncode(database);
  return target;
}

}  // namespace fmid
