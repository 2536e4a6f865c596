"""Who may do what at the desk: operation → the lowest role, empty where no account is needed."""

from desk.models import ADMINISTRATOR, EDITOR, STAFF

PUBLIC = ""

_PUBLIC = """
GET /desk/associations/{token}
POST /desk/associations/{token}
POST /desk/language
GET /desk/login
POST /desk/login
GET /desk/login/second
POST /desk/login/second
GET /desk/password/{token}
POST /desk/password/{token}
GET /desk/static/{name}
"""
_STAFF = """
GET /desk
GET /desk/account
GET /desk/account/password
POST /desk/account/password
GET /desk/account/second
POST /desk/account/second
GET /desk/account/second/qr.svg
GET /desk/account/second/setup
POST /desk/account/second/setup
POST /desk/account/sign-out-elsewhere
GET /desk/admin/articles
GET /desk/admin/articles/{key}
GET /desk/admin/articles/{key}/history
GET /desk/admin/directory
GET /desk/admin/directory/corrections
GET /desk/admin/directory/export/{kind}
GET /desk/admin/directory/map
GET /desk/admin/directory/organizations
GET /desk/admin/directory/organizations/{organization_id}
GET /desk/admin/directory/services/{service_id}
POST /desk/admin/directory/services/{service_id}/confirm
GET /desk/inbox
GET /desk/inbox/answers
GET /desk/inbox/list
GET /desk/inbox/name
POST /desk/inbox/name
GET /desk/inbox/news
GET /desk/inbox/{number}
POST /desk/inbox/{number}/answer
POST /desk/inbox/{number}/close
POST /desk/inbox/{number}/invite
POST /desk/inbox/{number}/return
POST /desk/inbox/{number}/take
GET /desk/inbox/{number}/talk
POST /desk/logout
GET /desk/review
GET /desk/review/{number}
POST /desk/review/{number}/dismiss
POST /desk/review/{number}/undo
GET /desk/statistics
GET /desk/statistics/{name}.csv
GET /desk/test
POST /desk/test
POST /desk/test/judge
POST /desk/test/new
GET /desk/test/questions
GET /desk/test/questions.csv
GET /desk/test/questions.jsonl
GET /desk/test/runs
POST /desk/test/runs
GET /desk/test/runs/{run_id}
GET /desk/test/runs/{run_id}.csv
GET /desk/test/runs/{run_id}/progress
POST /desk/test/runs/{run_id}/stop
"""
_EDITOR = """
POST /desk/admin/articles/answered
GET /desk/admin/articles/new
POST /desk/admin/articles/new
POST /desk/admin/articles/preview
GET /desk/admin/articles/{key}/edit
POST /desk/admin/articles/{key}/edit
GET /desk/admin/articles/{key}/hand-in
POST /desk/admin/articles/{key}/hand-in
POST /desk/admin/articles/{key}/restore
POST /desk/admin/articles/{key}/send-back
POST /desk/admin/articles/{key}/withdraw
POST /desk/admin/directory/corrections/{number}
GET /desk/admin/directory/import
POST /desk/admin/directory/import
GET /desk/admin/directory/import/{number}
POST /desk/admin/directory/import/{number}/choose
POST /desk/admin/directory/import/{number}/discard
GET /desk/admin/directory/import/{number}/refused
POST /desk/admin/directory/import/{number}/run
GET /desk/admin/directory/organizations/new
POST /desk/admin/directory/organizations/new
GET /desk/admin/directory/organizations/{organization_id}/edit
POST /desk/admin/directory/organizations/{organization_id}/edit
GET /desk/admin/directory/services/new
POST /desk/admin/directory/services/new
GET /desk/admin/directory/services/{service_id}/edit
POST /desk/admin/directory/services/{service_id}/edit
GET /desk/admin/directory/services/{service_id}/hours
POST /desk/admin/directory/services/{service_id}/hours
GET /desk/admin/directory/services/{service_id}/places/new
POST /desk/admin/directory/services/{service_id}/places/new
GET /desk/admin/directory/services/{service_id}/places/{link_id}/edit
POST /desk/admin/directory/services/{service_id}/places/{link_id}/edit
GET /desk/admin/directory/services/{service_id}/places/{link_id}/hours
POST /desk/admin/directory/services/{service_id}/places/{link_id}/hours
POST /desk/admin/directory/services/{service_id}/places/{link_id}/remove
GET /desk/inbox/answers/new
POST /desk/inbox/answers/new
GET /desk/inbox/answers/{answer_id}
POST /desk/inbox/answers/{answer_id}
POST /desk/inbox/answers/{answer_id}/delete
POST /desk/review/{number}/assign
POST /desk/review/{number}/draft
POST /desk/review/{number}/sample
POST /desk/test/questions/import
GET /desk/test/questions/new
POST /desk/test/questions/new
GET /desk/test/questions/{question_id}
POST /desk/test/questions/{question_id}
POST /desk/test/questions/{question_id}/delete
"""
_ADMINISTRATOR = """
POST /desk/admin/articles/{key}/archive
POST /desk/admin/articles/{key}/publish
GET /desk/admin/audit
GET /desk/admin/audit.csv
POST /desk/admin/directory/import/{number}/undo
POST /desk/admin/directory/links/{number}/revoke
POST /desk/admin/directory/organizations/{organization_id}/inactive
POST /desk/admin/directory/organizations/{organization_id}/links
POST /desk/admin/directory/services/{service_id}/status
GET /desk/admin/users
GET /desk/admin/users/new
POST /desk/admin/users/new
GET /desk/admin/users/{user_id}
POST /desk/admin/users/{user_id}/link
POST /desk/admin/users/{user_id}/role
POST /desk/admin/users/{user_id}/{change}
GET /desk/inbox/hours
POST /desk/inbox/hours
POST /desk/test/runs/{run_id}/delete
"""
_LISTED = ((PUBLIC, _PUBLIC), (STAFF, _STAFF), (EDITOR, _EDITOR), (ADMINISTRATOR, _ADMINISTRATOR))

WHO_MAY = {operation: role for role, listed in _LISTED for operation in listed.strip().splitlines()}
