#include "fmid/user_pool.h"

#include <algorithm>

#include "bytes/address.h"
#include "bytes/text.h"
#include "json/document.h"

namespace fmid {
namespace {

// API reference: ClientId and ClientSecret are [\w+]+.
bool IsClientText(std::string_view text, std::size_t longest) {
  return text.size() <= longest && std::all_of(text.begin(), text.end(), [](char c) { return IsAlphanumeric(c) || c == '_' || c == '+'; });
}

}  // namespace

UserPool UserPool::ClarisId() {
  UserPool pool({}, {}, {}, {});
  pool.user_pool_id = "us-west-2_NqkuZcXQY";
  pool.client_id = "4l9rvl4mv5es1eep1qe97cautn";
  pool.endpoint = "https://cognito-idp.us-west-2.amazonaws.com/";
  return pool;
}

std::string_view UserPool::PoolName() const {
  const std::string_view id(user_pool_id);
  return id.substr(id.find('_') + 1);
}

std::string_view UserPool::Region() const { return std::string_view(user_pool_id).substr(0, user_pool_id.find('_')); }

Result<UserPool> UserPool::Create(std::string_view user_pool_id, std::string_view client_id, std::string_view endpoint,
                                  SecretBytes client_secret) {
  // Cognito's own patterns (API reference): UserPoolId [\w-]+_[0-9a-zA-Z]+ of 1 to 55 characters.
  const std::size_t underscore = user_pool_id.find('_');
  if (underscore == std::string_view::npos || underscore == 0 || underscore + 1 == user_pool_id.size() || user_pool_id.size() > 55) {
    return Fail(ErrorCode::kPoolInvalid, "userPoolId");
  }
  for (std::size_t i = 0; i < user_pool_id.size(); ++i) {
    const char c = user_pool_id[i];
    const bool allowed = IsAlphanumeric(c) || (i < underscore && c == '-') || i == underscore;
    if (!allowed) return Fail(ErrorCode::kPoolInvalid, "userPoolId");
  }
  if (client_id.empty() || !IsClientText(client_id, 128)) return Fail(ErrorCode::kPoolInvalid, "clientId");
  if (!IsClientText(client_secret.RevealText(), 64)) return Fail(ErrorCode::kPoolInvalid, "clientSecret");

  UserPool pool(user_pool_id, client_id, {}, std::move(client_secret));
  if (endpoint.empty()) {
    pool.endpoint = "https://cognito-idp." + std::string(pool.Region()) + ".amazonaws.com/";
    return pool;
  }
  Result<std::string> checked = CheckAddress(endpoint, "endpoint");
  if (!checked) return Fail(std::move(checked.error()));
  pool.endpoint = *std::move(checked) + '/';
  return pool;
}

Result<UserPool> UserPool::FromDiscovery(std::string_view json) {
  const Result<json::Document> document = json::Document::Parse(json);
  if (!document) return Fail(document.error());
  const json::Value data = document->Root()["data"];
  const auto user_pool_id = data["UserPool_ID"].Text();
  const auto client_id = data["Client_ID"].Text();
  if (!user_pool_id) return Fail(ErrorCode::kResponseMalformed, "data.UserPool_ID");
  if (!client_id) return Fail(ErrorCode::kResponseMalformed, "data.Client_ID");
  Result<UserPool> pool = Create(*user_pool_id, *client_id, {});
  if (!pool) return Fail(ErrorCode::kResponseMalformed, "data: " + pool.error().detail);  // the server's mistake, not the caller's
  return pool;
}

}  // namespace fmid
