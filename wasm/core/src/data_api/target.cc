#include <algorithm>

#include "bytes/address.h"
#include "bytes/text.h"
#include "fmid/data_api.h"

namespace fmid {

Result<DataApiTarget> DataApiTarget::Create(std::string_view address, std::string_view database, std::string_view version) {
  Result<std::string> base = CheckAddress(address, "host");
  if (!base) return Fail(std::move(base.error()));
  if (version != "v1" && version != "v2" && version != "vLatest") return Fail(ErrorCode::kVersionInvalid, "version");

  // The Data API names a file without its extension, people often write it.
  constexpr std::string_view kExtension = ".fmp12";
  if (database.size() > kExtension.size() && EqualsIgnoringCase(database.substr(database.size() - kExtension.size()), kExtension)) {
    database.remove_suffix(kExtension.size());
  }
  if (!IsUtf8(database)) return Fail(ErrorCode::kTextNotUtf8, "database");
  if (database.empty() || database == "." || database == ".." || std::any_of(database.begin(), database.end(), IsControl)) {
    return Fail(ErrorCode::kDatabaseRequired, "database");
  }
  return DataApiTarget{.base = *std::move(base), .version = std::string(version), .database = PercentEncode(database)};
}

}  // namespace fmid
