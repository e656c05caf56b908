// A FileMaker host: a session for an ID token, calls, its end. Three APIs, which differ in how they recognise a caller.
// Sources: help.claris.com, FileMaker Data API Guide, "Log in to a database session (Claris ID)" and "Write data API calls"; OData
// Guide, "Creating an authenticated connection"; Admin API Guide, "Authentication for FileMaker Cloud".
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fmid/random.h"
#include "fmid/result.h"
#include "fmid/secret.h"
#include "fmid/time.h"

namespace fmid {

class Flow;

enum class HostApi : std::uint8_t {
  kData,   // …/fmi/data/{version}: a session's token as Bearer
  kAdmin,  // …/fmi/admin/api/v2: a session's token as Bearer
  kOData,  // …/fmi/odata/v4: the ID token as FMID on every request, no session
};

// Where calls go. There is none that Create has not checked.
struct HostTarget {
  HostApi api;
  std::string root;      // "https://name.account.filemaker-cloud.com/fmi/data/vLatest", or by a relay's address
  std::string database;  // percent-encoded, without ".fmp12"; empty for the Admin API, which has none

  // `address`: "name.account.filemaker-cloud.com" or an https: address (http: on loopback only), a path allowed, no user, query or
  // fragment. `version` "v1", "v2" or "vLatest" of the Data API, not looked at for the others.
  // kAddressInvalid, kAddressInsecure, kVersionInvalid, kDatabaseRequired, kTextNotUtf8.
  [[nodiscard]] static Result<HostTarget> Create(HostApi api, std::string_view address, std::string_view database,
                                                 std::string_view version);

 private:
  HostTarget(HostApi of_host, std::string address) : api(of_host), root(std::move(address)) {}
};

// Another file that the session shall open, with its own FileMaker account (fmDataSource).
struct DataSource {
  std::string database;
  std::string username;
  SecretBytes password;
};

struct HostSession {
  SecretBytes token;  // for "Authorization: Bearer"
};

// POST …/sessions (Data API) or …/user/auth (Admin API) with "Authorization: FMID <ID token>". Ends in HostSession; the token comes from
// X-FM-Data-Access-Token or, where that is hidden or absent, from response.token. `sources` are the Data API's. kIdTokenRequired;
// kCallOutOfOrder for OData, which has no sessions.
[[nodiscard]] Result<std::unique_ptr<Flow>> OpenHostSession(const HostTarget& target, SecretBytes id_token,
                                                            std::vector<DataSource> sources, RandomSource& random);

struct HostCall {
  std::string method;  // GET, POST, PATCH, DELETE; for OData and the Admin API also PUT
  // Relative to the database ("layouts", "layouts/Contacts/records?_limit=10", "Contacts(7)") or, with a leading slash, to the API's root
  // ("/productInfo", "/validateSession"); the Admin API has no database and only the latter. Spaces and non-ASCII are percent-encoded
  // here, what is encoded stays.
  std::string path;
  std::string content_type;  // of the body; "" is application/json
  SecretBytes body;          // may be empty; JSON must be UTF-8
};

// Any call. `token`: the session's, or for OData the ID token; without one no Authorization is sent (productInfo). Ends in Nothing:
// the answer is the caller's already, who gave it to OnResponse, and is good (the Data API's messages[0].code is "0").
// What changes nothing is sent once more after a fault that passes. kMethodInvalid, kPathInvalid, kTokenMalformed, kTextNotUtf8.
[[nodiscard]] Result<std::unique_ptr<Flow>> CallHost(const HostTarget& target, SecretBytes token, HostCall call, RandomSource& random);

// DELETE …/sessions/{token} or …/user/auth/{token}: the session is over. Ends in Nothing. kSessionTokenRequired.
[[nodiscard]] Result<std::unique_ptr<Flow>> CloseHostSession(const HostTarget& target, SecretBytes token, RandomSource& random);

}  // namespace fmid
