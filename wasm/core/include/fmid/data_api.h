// The FileMaker Data API: a session for an ID token, calls in it, its end.
// Source: help.claris.com, FileMaker Data API Guide, "Log in to a database session (Claris ID)" and "Write data API calls".
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "fmid/random.h"
#include "fmid/result.h"
#include "fmid/secret.h"
#include "fmid/time.h"

namespace fmid {

class Flow;

// Where a database is. Checked on creation, so that nothing else has to.
struct DataApiTarget {
  std::string base;      // "https://name.account.filemaker-cloud.com", or a relay's address with the host as last segment
  std::string version;   // "v1" | "v2" | "vLatest"
  std::string database;  // percent-encoded, without ".fmp12"

  // `address`: "name.account.filemaker-cloud.com" or an https: address (http: on loopback only), a path allowed, no user, query or
  // fragment. kAddressInvalid, kAddressInsecure, kVersionInvalid, kDatabaseRequired, kTextNotUtf8.
  [[nodiscard]] static Result<DataApiTarget> Create(std::string_view address, std::string_view database, std::string_view version);
};

// Another file that the session shall open, with its own FileMaker account (fmDataSource).
struct DataSource {
  std::string database;
  std::string username;
  SecretBytes password;
};

struct DataApiSession {
  SecretBytes token;  // for "Authorization: Bearer"
};

struct DataApiReply {
  int http_status = 0;
  SecretBytes body;  // the JSON as it came, messages[0].code is "0"
};

// POST …/sessions with "Authorization: FMID <ID token>". Ends in DataApiSession; the token comes from X-FM-Data-Access-Token or,
// where that is hidden or absent, from response.token. kIdTokenRequired.
[[nodiscard]] Result<std::unique_ptr<Flow>> OpenDataApiSession(const DataApiTarget& target, SecretBytes id_token,
                                                               std::vector<DataSource> sources, RandomSource& random);

// Any call. `path` is relative to the database ("layouts", "layouts/Contacts/records?_limit=10"), or, with a leading slash, to the
// version ("/productInfo", "/validateSession"); spaces and non-ASCII are percent-encoded here, what is encoded stays. `json_body`
// may be empty. Without `token` no Authorization is sent (productInfo). Ends in DataApiReply. kMethodInvalid, kPathInvalid.
[[nodiscard]] Result<std::unique_ptr<Flow>> CallDataApi(const DataApiTarget& target, SecretBytes token, std::string_view method,
                                                        std::string_view path, SecretBytes json_body, RandomSource& random);

// DELETE …/sessions/{token}: the session is over. Ends in Nothing. kSessionTokenRequired.
[[nodiscard]] Result<std::unique_ptr<Flow>> CloseDataApiSession(const DataApiTarget& target, SecretBytes token, RandomSource& random);

}  // namespace fmid
