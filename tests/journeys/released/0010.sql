BEGIN TRANSACTION;
CREATE TABLE actions (
	id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	place_id INTEGER NOT NULL, 
	dimension VARCHAR(64), 
	words_id INTEGER NOT NULL, 
	owner_id INTEGER NOT NULL, 
	made_by INTEGER NOT NULL, 
	made_at DATETIME NOT NULL, 
	due_at DATETIME, 
	reminded_at DATETIME, 
	done_at DATETIME, 
	checked_at DATETIME, 
	next_due_at DATETIME, 
	CONSTRAINT pk_actions PRIMARY KEY (id), 
	CONSTRAINT fk_actions_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id), 
	CONSTRAINT fk_actions_place_id_places FOREIGN KEY(place_id) REFERENCES places (id), 
	CONSTRAINT fk_actions_words_id_words FOREIGN KEY(words_id) REFERENCES words (id), 
	CONSTRAINT fk_actions_owner_id_persons FOREIGN KEY(owner_id) REFERENCES persons (id), 
	CONSTRAINT fk_actions_made_by_persons FOREIGN KEY(made_by) REFERENCES persons (id)
);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0010');
CREATE TABLE alerts (
	id INTEGER NOT NULL, 
	place_id INTEGER NOT NULL, 
	figure VARCHAR(64) NOT NULL, 
	rule VARCHAR(64) NOT NULL, 
	is_up BOOLEAN NOT NULL, 
	since DATETIME NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_alerts PRIMARY KEY (id), 
	CONSTRAINT fk_alerts_place_id_places FOREIGN KEY(place_id) REFERENCES places (id)
);
CREATE TABLE answer_changes (
	id INTEGER NOT NULL, 
	invitation_id INTEGER NOT NULL, 
	question VARCHAR(64) NOT NULL, 
	value JSON, 
	score FLOAT, 
	words_id INTEGER, 
	given_at DATETIME NOT NULL, 
	replaced_at DATETIME NOT NULL, 
	CONSTRAINT pk_answer_changes PRIMARY KEY (id), 
	CONSTRAINT fk_answer_changes_invitation_id_invitations FOREIGN KEY(invitation_id) REFERENCES invitations (id), 
	CONSTRAINT fk_answer_changes_words_id_words FOREIGN KEY(words_id) REFERENCES words (id)
);
CREATE TABLE answers (
	id INTEGER NOT NULL, 
	invitation_id INTEGER NOT NULL, 
	question VARCHAR(64) NOT NULL, 
	value JSON, 
	score FLOAT, 
	words_id INTEGER, 
	first_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	CONSTRAINT pk_answers PRIMARY KEY (id), 
	CONSTRAINT fk_answers_invitation_id_invitations FOREIGN KEY(invitation_id) REFERENCES invitations (id), 
	CONSTRAINT fk_answers_words_id_words FOREIGN KEY(words_id) REFERENCES words (id), 
	CONSTRAINT uq_answers_invitation_id_question UNIQUE (invitation_id, question)
);
CREATE TABLE bindings (
	id INTEGER NOT NULL, 
	chat_id INTEGER NOT NULL, 
	thread_id BIGINT, 
	place_id INTEGER NOT NULL, 
	team_id INTEGER, 
	bound_by INTEGER, 
	bound_at DATETIME NOT NULL, 
	unbound_at DATETIME, topics BOOLEAN DEFAULT false NOT NULL, 
	CONSTRAINT pk_bindings PRIMARY KEY (id), 
	CONSTRAINT fk_bindings_bound_by_persons FOREIGN KEY(bound_by) REFERENCES persons (id), 
	CONSTRAINT fk_bindings_chat_id_chats FOREIGN KEY(chat_id) REFERENCES chats (id), 
	CONSTRAINT fk_bindings_place_id_places FOREIGN KEY(place_id) REFERENCES places (id), 
	CONSTRAINT fk_bindings_team_id_teams FOREIGN KEY(team_id) REFERENCES teams (id)
);
INSERT INTO "bindings" VALUES(1,9,NULL,1,NULL,NULL,'2030-03-05 02:00:00.016293',NULL,0);
CREATE TABLE cases (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	person_id INTEGER NOT NULL, 
	place_id INTEGER NOT NULL, 
	team_id INTEGER, 
	service_id INTEGER, 
	kind VARCHAR(64) NOT NULL, 
	state VARCHAR(64) DEFAULT 'open' NOT NULL, 
	severity INTEGER DEFAULT '0' NOT NULL, 
	safety BOOLEAN DEFAULT (false) NOT NULL, 
	doubtful BOOLEAN DEFAULT (false) NOT NULL, 
	round INTEGER DEFAULT '1' NOT NULL, 
	level INTEGER DEFAULT '0' NOT NULL, 
	chased INTEGER DEFAULT '0' NOT NULL, 
	owner_id INTEGER, 
	rules_id INTEGER NOT NULL, 
	channel VARCHAR(64) DEFAULT 'telegram' NOT NULL, 
	mark VARCHAR(64) DEFAULT 'live' NOT NULL, 
	remedy VARCHAR(64), 
	opened_at DATETIME NOT NULL, 
	round_at DATETIME NOT NULL, 
	heard_at DATETIME NOT NULL, 
	taken_at DATETIME, 
	responded_at DATETIME, 
	resolved_at DATETIME, 
	closed_at DATETIME, 
	outcome VARCHAR(64), 
	handling VARCHAR(64), 
	next_due_at DATETIME, 
	version INTEGER DEFAULT '1' NOT NULL, cause VARCHAR(64), lead_id INTEGER CONSTRAINT fk_cases_lead_id_cases REFERENCES cases (id), about_id INTEGER CONSTRAINT fk_cases_about_id_persons REFERENCES persons (id), wants_news BOOLEAN DEFAULT false NOT NULL, code_id INTEGER CONSTRAINT fk_cases_code_id_codes REFERENCES codes (id), anonymous BOOLEAN DEFAULT false NOT NULL, reminded INTEGER DEFAULT '0' NOT NULL, told_at DATETIME, 
	CONSTRAINT fk_cases_owner_id_persons FOREIGN KEY(owner_id) REFERENCES persons (id), 
	CONSTRAINT fk_cases_person_id_persons FOREIGN KEY(person_id) REFERENCES persons (id), 
	CONSTRAINT fk_cases_place_id_places FOREIGN KEY(place_id) REFERENCES places (id), 
	CONSTRAINT fk_cases_rules_id_rule_versions FOREIGN KEY(rules_id) REFERENCES rule_versions (id), 
	CONSTRAINT fk_cases_service_id_services FOREIGN KEY(service_id) REFERENCES services (id), 
	CONSTRAINT fk_cases_team_id_teams FOREIGN KEY(team_id) REFERENCES teams (id)
);
INSERT INTO "cases" VALUES(1001,1,2,7,1,'complaint','taken',3,0,0,1,0,0,5,1,'telegram','live',NULL,'2030-03-05 02:00:00.000000','2030-03-05 02:00:00.000000','2030-03-05 02:00:00.000000','2030-03-05 02:00:01.101100','2030-03-05 02:00:01.369034',NULL,NULL,NULL,NULL,'2030-03-05 08:00:00.958027',4,NULL,NULL,NULL,0,NULL,0,0,NULL);
INSERT INTO "cases" VALUES(1002,3,2,NULL,3,'complaint','open',3,0,0,1,2,0,NULL,1,'telegram','live',NULL,'2030-03-05 02:00:01.000000','2030-03-05 02:00:01.000000','2030-03-05 02:00:01.000000',NULL,NULL,NULL,NULL,NULL,NULL,'2030-03-05 05:30:01.494970',4,NULL,NULL,NULL,0,NULL,0,0,'2030-03-05 05:00:01.773692');
CREATE TABLE chats (
	id INTEGER NOT NULL, 
	telegram_id BIGINT NOT NULL, 
	kind VARCHAR(64) NOT NULL, 
	title TEXT, 
	person_id INTEGER, 
	state VARCHAR(64) DEFAULT 'open' NOT NULL, 
	state_since DATETIME, 
	CONSTRAINT pk_chats PRIMARY KEY (id), 
	CONSTRAINT fk_chats_person_id_persons FOREIGN KEY(person_id) REFERENCES persons (id), 
	CONSTRAINT uq_chats_person_id UNIQUE (person_id), 
	CONSTRAINT uq_chats_telegram_id UNIQUE (telegram_id)
);
INSERT INTO "chats" VALUES(1,1001,'private',NULL,1,'open','2030-03-05 02:00:00.016293');
INSERT INTO "chats" VALUES(2,1002,'private',NULL,2,'open','2030-03-05 02:00:00.016293');
INSERT INTO "chats" VALUES(3,1003,'private',NULL,3,'open','2030-03-05 02:00:00.016293');
INSERT INTO "chats" VALUES(4,1004,'private',NULL,4,'open','2030-03-05 02:00:00.016293');
INSERT INTO "chats" VALUES(5,1011,'private',NULL,5,'open','2030-03-05 02:00:00.016293');
INSERT INTO "chats" VALUES(6,1012,'private',NULL,6,'open','2030-03-05 02:00:00.016293');
INSERT INTO "chats" VALUES(7,1021,'private',NULL,7,'open','2030-03-05 02:00:00.016293');
INSERT INTO "chats" VALUES(8,1031,'private',NULL,8,'open','2030-03-05 02:00:00.016293');
INSERT INTO "chats" VALUES(9,-1000000000042,'supergroup','西湖店 · 值班群',NULL,'open','2030-03-05 02:00:00.016293');
CREATE TABLE codes (
	id INTEGER NOT NULL, 
	code VARCHAR(16) NOT NULL, 
	place_id INTEGER NOT NULL, 
	name VARCHAR(80), 
	made_by INTEGER, 
	made_at DATETIME NOT NULL, 
	CONSTRAINT pk_codes PRIMARY KEY (id), 
	CONSTRAINT fk_codes_place_id_places FOREIGN KEY(place_id) REFERENCES places (id), 
	CONSTRAINT fk_codes_made_by_persons FOREIGN KEY(made_by) REFERENCES persons (id), 
	CONSTRAINT uq_codes_code UNIQUE (code)
);
CREATE TABLE customer_refs (
	ref VARCHAR(128) NOT NULL, 
	person_id INTEGER NOT NULL, 
	CONSTRAINT pk_customer_refs PRIMARY KEY (ref), 
	CONSTRAINT fk_customer_refs_person_id_persons FOREIGN KEY(person_id) REFERENCES persons (id)
);
INSERT INTO "customer_refs" VALUES('guest-1001',1);
INSERT INTO "customer_refs" VALUES('guest-1002',2);
INSERT INTO "customer_refs" VALUES('guest-1003',3);
INSERT INTO "customer_refs" VALUES('guest-1004',4);
INSERT INTO "customer_refs" VALUES('guest-7',4);
CREATE TABLE dialogues (
	chat_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	topic VARCHAR(64) NOT NULL, 
	facts JSON NOT NULL, 
	touched_at DATETIME NOT NULL, 
	CONSTRAINT pk_dialogues PRIMARY KEY (chat_id, person_id), 
	CONSTRAINT fk_dialogues_chat_id_chats FOREIGN KEY(chat_id) REFERENCES chats (id), 
	CONSTRAINT fk_dialogues_person_id_persons FOREIGN KEY(person_id) REFERENCES persons (id)
);
CREATE TABLE digests (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	cadence VARCHAR(64) NOT NULL, 
	hour INTEGER DEFAULT '9' NOT NULL, 
	zone VARCHAR(64) NOT NULL, 
	next_due_at DATETIME, 
	CONSTRAINT pk_digests PRIMARY KEY (id), 
	CONSTRAINT fk_digests_person_id_persons FOREIGN KEY(person_id) REFERENCES persons (id), 
	CONSTRAINT uq_digests_person_id_cadence UNIQUE (person_id, cadence)
);
CREATE TABLE "escalations" (
	id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	round INTEGER DEFAULT '1' NOT NULL, 
	clock VARCHAR(64) NOT NULL, 
	level INTEGER DEFAULT '0' NOT NULL, 
	repeat INTEGER DEFAULT '0' NOT NULL, 
	at DATETIME NOT NULL, 
	due_at DATETIME NOT NULL, 
	promise_id BIGINT DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_escalations PRIMARY KEY (id), 
	CONSTRAINT fk_escalations_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id), 
	CONSTRAINT uq_escalations_case_id_round_clock_level_repeat_promise_id UNIQUE (case_id, round, clock, level, repeat, promise_id)
);
INSERT INTO "escalations" VALUES(1,1002,1,'response',2,3,'2030-03-05 05:00:01.773692','2030-03-05 05:00:01.494970',3);
CREATE TABLE events (
	id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	round INTEGER DEFAULT '1' NOT NULL, 
	step VARCHAR(64) NOT NULL, 
	person_id INTEGER, 
	facts JSON NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_events PRIMARY KEY (id), 
	CONSTRAINT fk_events_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id), 
	CONSTRAINT fk_events_person_id_persons FOREIGN KEY(person_id) REFERENCES persons (id)
);
INSERT INTO "events" VALUES(1,1001,1,'opened',1,'{"kind": "complaint", "team": "\u5ba2\u623f\u90e8", "dimension": "tangibles", "chat": 1}','2030-03-05 02:00:00.958027');
INSERT INTO "events" VALUES(2,1001,1,'taken',5,'{"chat": 9}','2030-03-05 02:00:01.101100');
INSERT INTO "events" VALUES(3,1001,1,'replied',5,'{"words": 2, "chat": 9}','2030-03-05 02:00:01.369034');
INSERT INTO "events" VALUES(4,1002,1,'opened',3,'{"kind": "complaint", "chat": 3}','2030-03-05 02:00:01.494970');
INSERT INTO "events" VALUES(5,1002,1,'escalated',NULL,'{"level": 2, "clock": "response", "late": true}','2030-03-05 05:00:01.773692');
CREATE TABLE findings (
	id INTEGER NOT NULL, 
	case_id INTEGER, 
	invitation_id INTEGER, 
	words_id INTEGER, 
	dimension VARCHAR(64) NOT NULL, 
	aspect VARCHAR(64), 
	polarity VARCHAR(64) NOT NULL, 
	score FLOAT DEFAULT '0' NOT NULL, 
	evidence JSON NOT NULL, 
	said_by VARCHAR(64) DEFAULT 'machine' NOT NULL, 
	at DATETIME NOT NULL, 
	withdrawn_at DATETIME, 
	CONSTRAINT pk_findings PRIMARY KEY (id), 
	CONSTRAINT fk_findings_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id), 
	CONSTRAINT fk_findings_invitation_id_invitations FOREIGN KEY(invitation_id) REFERENCES invitations (id), 
	CONSTRAINT fk_findings_words_id_words FOREIGN KEY(words_id) REFERENCES words (id)
);
INSERT INTO "findings" VALUES(1,1001,NULL,1,'responsiveness','wait','negative',0.67,'[[0, 10]]','machine','2030-03-05 02:00:00.958027',NULL);
INSERT INTO "findings" VALUES(2,1001,NULL,1,'tangibles','smell','negative',0.67,'[[11, 17], [18, 21]]','machine','2030-03-05 02:00:00.958027',NULL);
INSERT INTO "findings" VALUES(3,1002,NULL,3,'reliability','taste','negative',0.67,'[[0, 6]]','machine','2030-03-05 02:00:01.494970',NULL);
INSERT INTO "findings" VALUES(4,1002,NULL,3,'assurance','attitude','negative',0.77,'[[8, 15]]','machine','2030-03-05 02:00:01.494970',NULL);
CREATE TABLE hook_calls (
	id INTEGER NOT NULL, 
	hook VARCHAR(64) NOT NULL, 
	"key" VARCHAR(160) NOT NULL, 
	event VARCHAR(64) NOT NULL, 
	facts JSON NOT NULL, 
	attempts INTEGER DEFAULT '0' NOT NULL, 
	created_at DATETIME NOT NULL, 
	next_at DATETIME, 
	finished_at DATETIME, 
	error VARCHAR(64), 
	CONSTRAINT pk_hook_calls PRIMARY KEY (id), 
	CONSTRAINT uq_hook_calls_hook_key UNIQUE (hook, "key")
);
CREATE TABLE inbox (
	id INTEGER NOT NULL, 
	bot_id BIGINT NOT NULL, 
	update_id BIGINT NOT NULL, 
	lane VARCHAR(40) NOT NULL, 
	raw BLOB, 
	state VARCHAR(64) DEFAULT 'new' NOT NULL, 
	received_at DATETIME NOT NULL, 
	finished_at DATETIME, 
	tries INTEGER DEFAULT '0' NOT NULL, 
	error VARCHAR(64), 
	CONSTRAINT pk_inbox PRIMARY KEY (id), 
	CONSTRAINT ck_inbox_state CHECK (state IN ('new', 'done', 'aside')), 
	CONSTRAINT uq_inbox_bot_id_update_id UNIQUE (bot_id, update_id)
);
INSERT INTO "inbox" VALUES(1,4200000,1795262330,'c1001',NULL,'done','2030-03-05 02:00:00.689409','2030-03-05 02:00:00.784327',0,NULL);
INSERT INTO "inbox" VALUES(2,4200000,1795262331,'c1002',NULL,'done','2030-03-05 02:00:00.689409','2030-03-05 02:00:00.794040',0,NULL);
INSERT INTO "inbox" VALUES(3,4200000,1795262332,'c1003',NULL,'done','2030-03-05 02:00:00.689409','2030-03-05 02:00:00.795020',0,NULL);
INSERT INTO "inbox" VALUES(4,4200000,1795262333,'c1004',NULL,'done','2030-03-05 02:00:00.689409','2030-03-05 02:00:00.795273',0,NULL);
INSERT INTO "inbox" VALUES(5,4200000,1795262334,'c1011',NULL,'done','2030-03-05 02:00:00.689409','2030-03-05 02:00:00.797252',0,NULL);
INSERT INTO "inbox" VALUES(6,4200000,1795262335,'c1012',NULL,'done','2030-03-05 02:00:00.689409','2030-03-05 02:00:00.800026',0,NULL);
INSERT INTO "inbox" VALUES(7,4200000,1795262336,'c1021',NULL,'done','2030-03-05 02:00:00.689409','2030-03-05 02:00:00.803003',0,NULL);
INSERT INTO "inbox" VALUES(8,4200000,1795262337,'c1031',NULL,'done','2030-03-05 02:00:00.689409','2030-03-05 02:00:00.807126',0,NULL);
INSERT INTO "inbox" VALUES(9,4200000,1795262338,'c-1000000000042',NULL,'done','2030-03-05 02:00:00.689409','2030-03-05 02:00:00.843700',0,NULL);
INSERT INTO "inbox" VALUES(10,4200000,1795262339,'c-1000000000042',NULL,'done','2030-03-05 02:00:00.689409','2030-03-05 02:00:00.861287',0,NULL);
INSERT INTO "inbox" VALUES(11,4200000,1795262340,'c1001',NULL,'done','2030-03-05 02:00:00.947671','2030-03-05 02:00:00.958027',0,NULL);
INSERT INTO "inbox" VALUES(12,4200000,1795262341,'c-1000000000042',NULL,'done','2030-03-05 02:00:01.092625','2030-03-05 02:00:01.101100',0,NULL);
INSERT INTO "inbox" VALUES(13,4200000,1795262342,'c-1000000000042',NULL,'done','2030-03-05 02:00:01.256749','2030-03-05 02:00:01.261070',0,NULL);
INSERT INTO "inbox" VALUES(14,4200000,1795262343,'c-1000000000042',NULL,'done','2030-03-05 02:00:01.358988','2030-03-05 02:00:01.369034',0,NULL);
INSERT INTO "inbox" VALUES(15,4200000,1795262344,'c1003',NULL,'done','2030-03-05 02:00:01.489273','2030-03-05 02:00:01.494970',0,NULL);
INSERT INTO "inbox" VALUES(16,4200000,1795262345,'c1004',NULL,'done','2030-03-05 02:00:01.641180','2030-03-05 02:00:01.645214',0,NULL);
CREATE TABLE invitations (
	id INTEGER NOT NULL, 
	service_id INTEGER NOT NULL, 
	wave VARCHAR(20) DEFAULT '1' NOT NULL, 
	person_id INTEGER, 
	place_id INTEGER NOT NULL, 
	questionnaire VARCHAR(64) NOT NULL, 
	version VARCHAR(16) NOT NULL, 
	rules_id INTEGER NOT NULL, 
	state VARCHAR(64) DEFAULT 'planned' NOT NULL, 
	reason VARCHAR(64), 
	mark VARCHAR(64) DEFAULT 'live' NOT NULL, 
	planned_at DATETIME NOT NULL, 
	due_at DATETIME NOT NULL, 
	next_due_at DATETIME, 
	sent_at DATETIME, 
	delivered_at DATETIME, 
	reminded_at DATETIME, 
	first_answer_at DATETIME, 
	completed_at DATETIME, 
	expires_at DATETIME, 
	reminders INTEGER DEFAULT '0' NOT NULL, 
	attempts INTEGER DEFAULT '0' NOT NULL, 
	step VARCHAR(64), 
	CONSTRAINT pk_invitations PRIMARY KEY (id), 
	CONSTRAINT fk_invitations_person_id_persons FOREIGN KEY(person_id) REFERENCES persons (id), 
	CONSTRAINT fk_invitations_place_id_places FOREIGN KEY(place_id) REFERENCES places (id), 
	CONSTRAINT fk_invitations_rules_id_rule_versions FOREIGN KEY(rules_id) REFERENCES rule_versions (id), 
	CONSTRAINT fk_invitations_service_id_services FOREIGN KEY(service_id) REFERENCES services (id), 
	CONSTRAINT uq_invitations_service_id_wave UNIQUE (service_id, wave)
);
INSERT INTO "invitations" VALUES(1,5,'1',4,2,'satisfaction','0b1baf0ad9df',1,'sent',NULL,'live','2030-03-05 02:00:01.619922','2030-03-05 02:00:00.000000','2030-03-06 02:00:01.684936','2030-03-05 02:00:01.684936','2030-03-05 02:00:01.684936',NULL,NULL,NULL,'2030-03-12 02:00:01.684936',0,1,'csat');
CREATE TABLE jobs (
	id INTEGER NOT NULL, 
	kind VARCHAR(64) NOT NULL, 
	facts JSON NOT NULL, 
	checkpoint JSON, 
	state VARCHAR(64) DEFAULT 'waiting' NOT NULL, 
	done_items INTEGER DEFAULT '0' NOT NULL, 
	all_items INTEGER, 
	holder VARCHAR(64), 
	until DATETIME, 
	created_at DATETIME NOT NULL, 
	finished_at DATETIME, 
	error VARCHAR(64), 
	CONSTRAINT pk_jobs PRIMARY KEY (id)
);
CREATE TABLE lanes (
	lane VARCHAR(40) NOT NULL, 
	holder VARCHAR(64), 
	fence BIGINT DEFAULT '0' NOT NULL, 
	until DATETIME, 
	CONSTRAINT pk_lanes PRIMARY KEY (lane)
);
CREATE TABLE leases (
	name VARCHAR(40) NOT NULL, 
	holder VARCHAR(64), 
	fence BIGINT DEFAULT '0' NOT NULL, 
	until DATETIME, 
	CONSTRAINT pk_leases PRIMARY KEY (name)
);
CREATE TABLE links (
	id INTEGER NOT NULL, 
	token_hash BLOB NOT NULL, 
	purpose VARCHAR(64) NOT NULL, 
	target JSON NOT NULL, 
	made_by INTEGER, 
	made_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	used_at DATETIME, 
	used_by INTEGER, 
	CONSTRAINT pk_links PRIMARY KEY (id), 
	CONSTRAINT fk_links_made_by_persons FOREIGN KEY(made_by) REFERENCES persons (id), 
	CONSTRAINT fk_links_used_by_persons FOREIGN KEY(used_by) REFERENCES persons (id), 
	CONSTRAINT uq_links_token_hash UNIQUE (token_hash)
);
CREATE TABLE looks (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	what VARCHAR(64) NOT NULL, 
	facts JSON NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_looks PRIMARY KEY (id), 
	CONSTRAINT fk_looks_person_id_persons FOREIGN KEY(person_id) REFERENCES persons (id)
);
CREATE TABLE messages (
	id INTEGER NOT NULL, 
	chat_id INTEGER NOT NULL, 
	thread_id BIGINT, 
	message_id BIGINT NOT NULL, 
	thing VARCHAR(80) NOT NULL, 
	case_id INTEGER, 
	shown INTEGER DEFAULT '0' NOT NULL, 
	sent_at DATETIME NOT NULL, 
	CONSTRAINT pk_messages PRIMARY KEY (id), 
	CONSTRAINT fk_messages_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id), 
	CONSTRAINT fk_messages_chat_id_chats FOREIGN KEY(chat_id) REFERENCES chats (id), 
	CONSTRAINT uq_messages_chat_id_message_id UNIQUE (chat_id, message_id)
);
INSERT INTO "messages" VALUES(1,1,NULL,2,'note-1',NULL,1,'2030-03-05 02:00:00.853738');
INSERT INTO "messages" VALUES(2,2,NULL,2,'note-2',NULL,1,'2030-03-05 02:00:00.853738');
INSERT INTO "messages" VALUES(3,3,NULL,2,'note-3',NULL,1,'2030-03-05 02:00:00.853738');
INSERT INTO "messages" VALUES(4,4,NULL,2,'note-4',NULL,1,'2030-03-05 02:00:00.853738');
INSERT INTO "messages" VALUES(5,5,NULL,2,'note-5',NULL,1,'2030-03-05 02:00:00.865797');
INSERT INTO "messages" VALUES(6,6,NULL,2,'note-6',NULL,1,'2030-03-05 02:00:00.865797');
INSERT INTO "messages" VALUES(7,7,NULL,2,'note-7',NULL,1,'2030-03-05 02:00:00.865797');
INSERT INTO "messages" VALUES(8,8,NULL,2,'note-8',NULL,1,'2030-03-05 02:00:00.865797');
INSERT INTO "messages" VALUES(9,1,NULL,4,'note-9',1001,1,'2030-03-05 02:00:01.017178');
INSERT INTO "messages" VALUES(10,9,NULL,2,'case-1001',1001,4,'2030-03-05 02:00:01.017178');
INSERT INTO "messages" VALUES(11,9,NULL,3,'prompt-reply-1001-1',1001,1,'2030-03-05 02:00:01.279411');
INSERT INTO "messages" VALUES(12,1,NULL,5,'note-12',1001,1,'2030-03-05 02:00:01.406819');
INSERT INTO "messages" VALUES(13,3,NULL,4,'note-13',1002,1,'2030-03-05 02:00:01.515130');
INSERT INTO "messages" VALUES(14,9,NULL,5,'case-1002',1002,1,'2030-03-05 02:00:01.515130');
INSERT INTO "messages" VALUES(15,4,NULL,4,'invitation-1',NULL,1,'2030-03-05 02:00:01.684936');
INSERT INTO "messages" VALUES(16,8,NULL,3,'note-17',1002,1,'2030-03-05 05:00:01.805887');
INSERT INTO "messages" VALUES(17,3,NULL,5,'note-16',1002,1,'2030-03-05 05:00:01.805887');
CREATE TABLE models (
	id INTEGER NOT NULL, 
	scheme VARCHAR(64) NOT NULL, 
	is_used BOOLEAN NOT NULL, 
	rows INTEGER DEFAULT '0' NOT NULL, 
	held_back INTEGER DEFAULT '0' NOT NULL, 
	score FLOAT NOT NULL, 
	score_before FLOAT, 
	body TEXT NOT NULL, 
	made_at DATETIME NOT NULL, 
	CONSTRAINT pk_models PRIMARY KEY (id)
);
CREATE TABLE names (
	person_id INTEGER NOT NULL, 
	name TEXT, 
	username VARCHAR(64), 
	phone VARCHAR(32), 
	CONSTRAINT pk_names PRIMARY KEY (person_id), 
	CONSTRAINT fk_names_person_id_persons FOREIGN KEY(person_id) REFERENCES persons (id)
);
INSERT INTO "names" VALUES(1,'王女士',NULL,NULL);
INSERT INTO "names" VALUES(2,'陈先生',NULL,NULL);
INSERT INTO "names" VALUES(3,'林小姐',NULL,NULL);
INSERT INTO "names" VALUES(4,'Alex','alex_demo',NULL);
INSERT INTO "names" VALUES(5,'小陈',NULL,NULL);
INSERT INTO "names" VALUES(6,'小李',NULL,NULL);
INSERT INTO "names" VALUES(7,'周经理',NULL,NULL);
INSERT INTO "names" VALUES(8,'店长',NULL,NULL);
CREATE TABLE outbox (
	id INTEGER NOT NULL, 
	"key" VARCHAR(160) NOT NULL, 
	sort VARCHAR(64) NOT NULL, 
	kind VARCHAR(64) NOT NULL, 
	facts JSON NOT NULL, 
	chat_id INTEGER NOT NULL, 
	thread_id BIGINT, 
	thing VARCHAR(80), 
	priority INTEGER DEFAULT '0' NOT NULL, 
	state VARCHAR(64) DEFAULT 'queued' NOT NULL, 
	wanted INTEGER DEFAULT '1' NOT NULL, 
	shown INTEGER DEFAULT '0' NOT NULL, 
	attempts INTEGER DEFAULT '0' NOT NULL, 
	created_at DATETIME NOT NULL, 
	not_before DATETIME, 
	attempted_at DATETIME, 
	finished_at DATETIME, 
	error VARCHAR(64), 
	CONSTRAINT pk_outbox PRIMARY KEY (id), 
	CONSTRAINT ck_outbox_sort CHECK (sort IN ('note', 'face')), 
	CONSTRAINT ck_outbox_state CHECK (state IN ('queued', 'sending', 'sent', 'unknown', 'failed', 'dropped')), 
	CONSTRAINT fk_outbox_chat_id_chats FOREIGN KEY(chat_id) REFERENCES chats (id), 
	CONSTRAINT uq_outbox_key UNIQUE ("key")
);
INSERT INTO "outbox" VALUES(1,'answer-1-start','note','answer','{"what": "start"}',1,NULL,NULL,0,'sent',1,0,1,'2030-03-05 02:00:00.784327',NULL,'2030-03-05 02:00:00.796605','2030-03-05 02:00:00.853738',NULL);
INSERT INTO "outbox" VALUES(2,'answer-2-start','note','answer','{"what": "start"}',2,NULL,NULL,0,'sent',1,0,1,'2030-03-05 02:00:00.794040',NULL,'2030-03-05 02:00:00.796605','2030-03-05 02:00:00.853738',NULL);
INSERT INTO "outbox" VALUES(3,'answer-3-start','note','answer','{"what": "start"}',3,NULL,NULL,0,'sent',1,0,1,'2030-03-05 02:00:00.795020',NULL,'2030-03-05 02:00:00.796605','2030-03-05 02:00:00.853738',NULL);
INSERT INTO "outbox" VALUES(4,'answer-4-start','note','answer','{"what": "start"}',4,NULL,NULL,0,'sent',1,0,1,'2030-03-05 02:00:00.795273',NULL,'2030-03-05 02:00:00.796605','2030-03-05 02:00:00.853738',NULL);
INSERT INTO "outbox" VALUES(5,'answer-5-welcome_role','note','answer','{"what": "welcome_role", "role": "staff", "place": "\u56de\u97f3\u9152\u5e97"}',5,NULL,NULL,0,'sent',1,0,1,'2030-03-05 02:00:00.797252',NULL,'2030-03-05 02:00:00.843262','2030-03-05 02:00:00.865797',NULL);
INSERT INTO "outbox" VALUES(6,'answer-6-welcome_role','note','answer','{"what": "welcome_role", "role": "staff", "place": "\u56de\u97f3\u9152\u5e97"}',6,NULL,NULL,0,'sent',1,0,1,'2030-03-05 02:00:00.800026',NULL,'2030-03-05 02:00:00.843262','2030-03-05 02:00:00.865797',NULL);
INSERT INTO "outbox" VALUES(7,'answer-7-welcome_role','note','answer','{"what": "welcome_role", "role": "supervisor", "place": "\u56de\u97f3\u9152\u5e97"}',7,NULL,NULL,0,'sent',1,0,1,'2030-03-05 02:00:00.803003',NULL,'2030-03-05 02:00:00.843262','2030-03-05 02:00:00.865797',NULL);
INSERT INTO "outbox" VALUES(8,'answer-8-welcome_role','note','answer','{"what": "welcome_role", "role": "owner", "place": "\u56de\u97f3\u9152\u5e97"}',8,NULL,NULL,0,'sent',1,0,1,'2030-03-05 02:00:00.807126',NULL,'2030-03-05 02:00:00.843262','2030-03-05 02:00:00.865797',NULL);
INSERT INTO "outbox" VALUES(9,'case-1001-receipt','note','receipt','{"case": 1001, "urgent": false}',1,NULL,NULL,0,'sent',1,0,1,'2030-03-05 02:00:00.958027',NULL,'2030-03-05 02:00:00.988438','2030-03-05 02:00:01.017178',NULL);
INSERT INTO "outbox" VALUES(10,'face-case-1001-in-9','face','card','{"case": 1001, "thing": "case-1001"}',9,NULL,'case-1001',2,'sent',4,4,0,'2030-03-05 02:00:00.958027',NULL,'2030-03-05 02:00:01.412729','2030-03-05 02:00:01.418215',NULL);
INSERT INTO "outbox" VALUES(11,'prompt-reply-1001-1-13','note','prompt','{"what": "reply", "case": 1001, "thing": "prompt-reply-1001-1", "person": 5, "name": "\u5c0f\u9648", "saved": ["\u60a8\u597d\uff0c\u6b63\u5728\u67e5\uff0c\u6709\u7ed3\u679c\u9a6c\u4e0a\u5728\u8fd9\u91cc\u544a\u8bc9\u60a8\u3002", "\u5df2\u7ecf\u5b89\u6392\u540c\u4e8b\u8fc7\u53bb\u4e86\uff0c\u8bf7\u7a0d\u7b49\u3002", "\u975e\u5e38\u62b1\u6b49\uff0c\u8fd9\u5c31\u5904\u7406\u3002"]}',9,NULL,NULL,0,'sent',1,0,1,'2030-03-05 02:00:01.261070',NULL,'2030-03-05 02:00:01.272918','2030-03-05 02:00:01.279411',NULL);
INSERT INTO "outbox" VALUES(12,'case-1001-round-1-reply-2','note','reply','{"case": 1001, "words": 2}',1,NULL,NULL,2,'sent',1,0,1,'2030-03-05 02:00:01.369034',NULL,'2030-03-05 02:00:01.386817','2030-03-05 02:00:01.406819',NULL);
INSERT INTO "outbox" VALUES(13,'case-1002-receipt','note','receipt','{"case": 1002, "urgent": false}',3,NULL,NULL,0,'sent',1,0,1,'2030-03-05 02:00:01.494970',NULL,'2030-03-05 02:00:01.508958','2030-03-05 02:00:01.515130',NULL);
INSERT INTO "outbox" VALUES(14,'face-case-1002-in-9','face','card','{"case": 1002, "thing": "case-1002"}',9,NULL,'case-1002',2,'sent',1,1,0,'2030-03-05 02:00:01.494970',NULL,'2030-03-05 02:00:01.508958','2030-03-05 02:00:01.515130',NULL);
INSERT INTO "outbox" VALUES(15,'invitation-1-1','note','invitation','{"invitation": 1, "thing": "invitation-1", "awake_until": "2030-03-05T02:10:01.645214+00:00"}',4,NULL,NULL,4,'sent',1,0,1,'2030-03-05 02:00:01.645214',NULL,'2030-03-05 02:00:01.672508','2030-03-05 02:00:01.684936',NULL);
INSERT INTO "outbox" VALUES(16,'case-1002-round-1-response-progress','note','progress','{"case": 1002, "clock": "response"}',3,NULL,NULL,2,'sent',1,0,1,'2030-03-05 05:00:01.773692',NULL,'2030-03-05 05:00:01.793688','2030-03-05 05:00:01.805887',NULL);
INSERT INTO "outbox" VALUES(17,'case-1002-round-1-response-level-2-repeat-3-level-2-to-8','note','escalation','{"case": 1002, "clock": "response", "repeat": 3, "late_minutes": 120, "late": true, "urgent": false, "level": 2, "top": true, "every_minutes": 30}',8,NULL,NULL,1,'sent',1,0,1,'2030-03-05 05:00:01.773692',NULL,'2030-03-05 05:00:01.793688','2030-03-05 05:00:01.805887',NULL);
CREATE TABLE persons (
	id INTEGER NOT NULL, 
	telegram_id BIGINT, 
	language VARCHAR(64) DEFAULT 'zh-hans' NOT NULL, 
	zone VARCHAR(64), 
	created_at DATETIME NOT NULL, 
	stopped_at DATETIME, 
	last_survey_at DATETIME, 
	last_complaint_at DATETIME, off_since DATETIME, 
	CONSTRAINT pk_persons PRIMARY KEY (id), 
	CONSTRAINT uq_persons_telegram_id UNIQUE (telegram_id)
);
INSERT INTO "persons" VALUES(1,1001,'zh-hans',NULL,'2030-03-05 02:00:00.016293',NULL,NULL,NULL,NULL);
INSERT INTO "persons" VALUES(2,1002,'zh-hans',NULL,'2030-03-05 02:00:00.016293',NULL,NULL,NULL,NULL);
INSERT INTO "persons" VALUES(3,1003,'zh-hant',NULL,'2030-03-05 02:00:00.016293',NULL,NULL,NULL,NULL);
INSERT INTO "persons" VALUES(4,1004,'en',NULL,'2030-03-05 02:00:00.016293',NULL,'2030-03-05 02:00:01.684936',NULL,NULL);
INSERT INTO "persons" VALUES(5,1011,'zh-hans',NULL,'2030-03-05 02:00:00.016293',NULL,NULL,NULL,NULL);
INSERT INTO "persons" VALUES(6,1012,'zh-hans',NULL,'2030-03-05 02:00:00.016293',NULL,NULL,NULL,NULL);
INSERT INTO "persons" VALUES(7,1021,'zh-hans',NULL,'2030-03-05 02:00:00.016293',NULL,NULL,NULL,NULL);
INSERT INTO "persons" VALUES(8,1031,'zh-hans',NULL,'2030-03-05 02:00:00.016293',NULL,NULL,NULL,NULL);
CREATE TABLE places (
	id INTEGER NOT NULL, 
	parent_id INTEGER, 
	name VARCHAR(80) NOT NULL, 
	code VARCHAR(40), 
	zone VARCHAR(64) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_places PRIMARY KEY (id), 
	CONSTRAINT fk_places_parent_id_places FOREIGN KEY(parent_id) REFERENCES places (id), 
	CONSTRAINT uq_places_code UNIQUE (code)
);
INSERT INTO "places" VALUES(1,NULL,'回音酒店',NULL,'Asia/Shanghai','2030-03-05 02:00:00.016293');
INSERT INTO "places" VALUES(2,1,'西湖店','westlake','Asia/Shanghai','2030-03-05 02:00:00.016293');
INSERT INTO "places" VALUES(3,1,'东站店','eaststation','Asia/Shanghai','2030-03-05 02:00:00.016293');
CREATE TABLE promises (
	id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	round INTEGER DEFAULT '1' NOT NULL, 
	clock VARCHAR(64) NOT NULL, 
	who INTEGER, 
	what INTEGER, 
	started_at DATETIME NOT NULL, 
	due_at DATETIME NOT NULL, 
	paused INTEGER DEFAULT '0' NOT NULL, 
	paused_at DATETIME, 
	kept_at DATETIME, 
	missed_at DATETIME, 
	dropped_at DATETIME, 
	CONSTRAINT pk_promises PRIMARY KEY (id), 
	CONSTRAINT fk_promises_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id), 
	CONSTRAINT fk_promises_what_words FOREIGN KEY(what) REFERENCES words (id), 
	CONSTRAINT fk_promises_who_persons FOREIGN KEY(who) REFERENCES persons (id)
);
INSERT INTO "promises" VALUES(1,1001,1,'response',NULL,NULL,'2030-03-05 02:00:00.958027','2030-03-05 03:00:00.958027',0,NULL,'2030-03-05 02:00:01.369034',NULL,NULL);
INSERT INTO "promises" VALUES(2,1001,1,'resolution',NULL,NULL,'2030-03-05 02:00:00.958027','2030-03-05 14:00:00.958027',0,NULL,NULL,NULL,NULL);
INSERT INTO "promises" VALUES(3,1002,1,'response',NULL,NULL,'2030-03-05 02:00:01.494970','2030-03-05 03:00:01.494970',0,NULL,NULL,'2030-03-05 05:00:01.773692',NULL);
INSERT INTO "promises" VALUES(4,1002,1,'resolution',NULL,NULL,'2030-03-05 02:00:01.494970','2030-03-05 14:00:01.494970',0,NULL,NULL,NULL,NULL);
CREATE TABLE remedies (
	id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	kind VARCHAR(64) NOT NULL, 
	amount BIGINT, 
	currency VARCHAR(64), 
	state VARCHAR(64) NOT NULL, 
	offered_by INTEGER NOT NULL, 
	offered_at DATETIME NOT NULL, 
	decided_by INTEGER, 
	decided_at DATETIME, 
	reason INTEGER, answer VARCHAR(64), answered_at DATETIME, 
	CONSTRAINT pk_remedies PRIMARY KEY (id), 
	CONSTRAINT fk_remedies_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id), 
	CONSTRAINT fk_remedies_decided_by_persons FOREIGN KEY(decided_by) REFERENCES persons (id), 
	CONSTRAINT fk_remedies_offered_by_persons FOREIGN KEY(offered_by) REFERENCES persons (id), 
	CONSTRAINT fk_remedies_reason_words FOREIGN KEY(reason) REFERENCES words (id)
);
CREATE TABLE reviews (
	id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	question VARCHAR(64) NOT NULL, 
	is_yes BOOLEAN NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_reviews PRIMARY KEY (id), 
	CONSTRAINT fk_reviews_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id), 
	CONSTRAINT fk_reviews_person_id_persons FOREIGN KEY(person_id) REFERENCES persons (id), 
	CONSTRAINT uq_reviews_case_id_person_id_question UNIQUE (case_id, person_id, question)
);
CREATE TABLE roles (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	role VARCHAR(64) NOT NULL, 
	place_id INTEGER NOT NULL, 
	team_id INTEGER, 
	granted_by INTEGER, 
	granted_at DATETIME NOT NULL, 
	revoked_at DATETIME, 
	CONSTRAINT pk_roles PRIMARY KEY (id), 
	CONSTRAINT ck_roles_role CHECK (role IN ('owner', 'supervisor', 'staff')), 
	CONSTRAINT fk_roles_granted_by_persons FOREIGN KEY(granted_by) REFERENCES persons (id), 
	CONSTRAINT fk_roles_person_id_persons FOREIGN KEY(person_id) REFERENCES persons (id), 
	CONSTRAINT fk_roles_place_id_places FOREIGN KEY(place_id) REFERENCES places (id), 
	CONSTRAINT fk_roles_team_id_teams FOREIGN KEY(team_id) REFERENCES teams (id)
);
INSERT INTO "roles" VALUES(1,5,'staff',1,NULL,NULL,'2030-03-05 02:00:00.016293',NULL);
INSERT INTO "roles" VALUES(2,6,'staff',1,NULL,NULL,'2030-03-05 02:00:00.016293',NULL);
INSERT INTO "roles" VALUES(3,7,'supervisor',1,NULL,NULL,'2030-03-05 02:00:00.016293',NULL);
INSERT INTO "roles" VALUES(4,8,'owner',1,NULL,NULL,'2030-03-05 02:00:00.016293',NULL);
CREATE TABLE rule_versions (
	id INTEGER NOT NULL, 
	fingerprint VARCHAR(64) NOT NULL, 
	body JSON NOT NULL, 
	source VARCHAR(200) NOT NULL, 
	added_at DATETIME NOT NULL, 
	added_by INTEGER, 
	CONSTRAINT pk_rule_versions PRIMARY KEY (id), 
	CONSTRAINT fk_rule_versions_added_by_persons FOREIGN KEY(added_by) REFERENCES persons (id)
);
INSERT INTO "rule_versions" VALUES(1,'b1a1dcfa36d66f86ddfa83516d86d8d3ceee51493d4ea657756f64b3135d29b4','{"calendar": {"days": {}, "hours": ["mon 00:00-24:00", "tue 00:00-24:00", "wed 00:00-24:00", "thu 00:00-24:00", "fri 00:00-24:00", "sat 00:00-24:00", "sun 00:00-24:00"], "public_holidays": "none", "zone": "Asia/Shanghai"}, "channels": {}, "complaints": {"authority": {"currency": "CNY", "owner": null, "staff": 20000, "supervisor": 200000}, "auto_close_after": "48h", "callback_within": "2h", "cluster_window": "1min", "confirm_reminders": ["24h"], "contested_follow_up": "24h", "final_from_round": 2, "findings_from_severity": 3, "incident_from": 3, "incident_window": "30min", "ladder": {"act_within": "20min", "levels": [{"after": null, "channels": [], "gate": "any", "repeat_every": null, "to": "supervisors"}, {"after": null, "channels": [], "gate": "any", "repeat_every": null, "to": "owners"}], "repeat_cap": 8, "repeat_every": "30min", "step_every": "30min", "warn_at": [0.5, 0.75]}, "ladder_changes": {"clear": {"act_within": null, "levels": null, "repeat_cap": null, "repeat_every": null, "step_every": null, "warn_at": null}, "danger": {"act_within": null, "levels": null, "repeat_cap": null, "repeat_every": "10min", "step_every": "10min", "warn_at": null}, "emergency": {"act_within": "10min", "levels": null, "repeat_cap": null, "repeat_every": "5min", "step_every": null, "warn_at": null}, "mild": {"act_within": null, "levels": null, "repeat_cap": null, "repeat_every": null, "step_every": null, "warn_at": null}, "serious": {"act_within": null, "levels": null, "repeat_cap": null, "repeat_every": null, "step_every": null, "warn_at": null}}, "next_recourse": {"en": "If you are still not satisfied, you can also call 12315.", "zh-hans": "\u5982\u4ecd\u4e0d\u6ee1\u610f\uff0c\u4e5f\u53ef\u62e8\u6253 12315\u3002", "zh-hant": "\u5982\u4ecd\u4e0d\u6eff\u610f\uff0c\u4e5f\u53ef\u64a5\u6253 12315\u3002"}, "outer_limit": null, "progress_every": "12h", "promises": {"clear": {"clock": "calendar", "first_response": "1h", "resolution": "12h"}, "danger": {"clock": "calendar", "first_response": "15min", "resolution": "4h"}, "emergency": {"clock": "calendar", "first_response": "5min", "resolution": "2h"}, "mild": {"clock": "calendar", "first_response": "1h", "resolution": "12h"}, "question": {"clock": "calendar", "first_response": "1h", "resolution": "12h"}, "serious": {"clock": "calendar", "first_response": "1h", "resolution": "12h"}}, "reopen_window": "720h", "repeat_window": "168h", "replies": [{"en": "Hello, we are looking into it and will tell you here as soon as we know.", "zh-hans": "\u60a8\u597d\uff0c\u6b63\u5728\u67e5\uff0c\u6709\u7ed3\u679c\u9a6c\u4e0a\u5728\u8fd9\u91cc\u544a\u8bc9\u60a8\u3002", "zh-hant": "\u60a8\u597d\uff0c\u6b63\u5728\u67e5\uff0c\u6709\u7d50\u679c\u99ac\u4e0a\u5728\u9019\u88e1\u544a\u8a34\u60a8\u3002"}, {"en": "A colleague is on the way, just a moment please.", "zh-hans": "\u5df2\u7ecf\u5b89\u6392\u540c\u4e8b\u8fc7\u53bb\u4e86\uff0c\u8bf7\u7a0d\u7b49\u3002", "zh-hant": "\u5df2\u7d93\u5b89\u6392\u540c\u4e8b\u904e\u53bb\u4e86\uff0c\u8acb\u7a0d\u5019\u3002"}, {"en": "We are very sorry and see to it at once.", "zh-hans": "\u975e\u5e38\u62b1\u6b49\uff0c\u8fd9\u5c31\u5904\u7406\u3002", "zh-hant": "\u975e\u5e38\u62b1\u6b49\uff0c\u9019\u5c31\u8655\u7406\u3002"}], "routing": [{"aspect": null, "dimension": "tangibles", "kind": null, "place": null, "team": "\u5ba2\u623f\u90e8"}, {"aspect": null, "dimension": "price", "kind": null, "place": null, "team": "\u8d22\u52a1\u90e8"}, {"aspect": null, "dimension": "responsiveness", "kind": null, "place": null, "team": "\u524d\u5385\u90e8"}]}, "format": 1, "house": {"industry": "hotel", "language": "zh-hans", "name": {"en": "our hotel", "zh-hans": "\u672c\u9152\u5e97", "zh-hant": "\u672c\u9152\u5e97"}}, "surveys": {"alert_at_most": 1, "alert_ces_at_most": 1, "alert_nps_at_most": 2, "ask": true, "before": null, "by_service_type": {}, "cooldown": "720h", "cooldown_after_complaint": "168h", "default_questionnaire": "satisfaction", "delay": "2h", "drop_after": "72h", "exceptions": [], "expire_after": "168h", "offer_case_at_most": 2, "offer_case_ces_at_most": 3, "offer_case_nps_at_most": 6, "pulse": null, "questionnaires": {"satisfaction": {"key": "satisfaction", "pick": null, "questions": [{"choices": [], "dimension": null, "key": "csat", "kind": "stars", "labels": [{"en": "Very poor", "zh-hans": "\u5f88\u4e0d\u6ee1\u610f", "zh-hant": "\u5f88\u4e0d\u6eff\u610f"}, {"en": "Poor", "zh-hans": "\u4e0d\u6ee1\u610f", "zh-hant": "\u4e0d\u6eff\u610f"}, {"en": "Fair", "zh-hans": "\u4e00\u822c", "zh-hant": "\u666e\u901a"}, {"en": "Good", "zh-hans": "\u6ee1\u610f", "zh-hant": "\u6eff\u610f"}, {"en": "Very good", "zh-hans": "\u5f88\u6ee1\u610f", "zh-hant": "\u5f88\u6eff\u610f"}], "measures": null, "pool": null, "scale": 5, "show": "words", "skippable": false, "text": {"en": "How was your stay?", "zh-hans": "\u4f4f\u5f97\u600e\u4e48\u6837\uff1f", "zh-hant": "\u4f4f\u5f97\u600e\u9ebc\u6a23\uff1f"}, "when": null}, {"choices": "dimensions", "dimension": null, "key": "reason", "kind": "multiple", "labels": [], "measures": null, "pool": null, "scale": 5, "show": "words", "skippable": true, "text": {"en": "Sorry that we let you down. What was it mainly?", "zh-hans": "\u62b1\u6b49\uff0c\u6ca1\u8ba9\u60a8\u4f4f\u597d\u3002\u4e3b\u8981\u662f\u54ea\u65b9\u9762\uff1f", "zh-hant": "\u62b1\u6b49\uff0c\u6c92\u8b93\u60a8\u4f4f\u597d\u3002\u4e3b\u8981\u662f\u54ea\u65b9\u9762\uff1f"}, "when": {"at_least": null, "at_most": 3, "one_of": null, "question": "csat"}}, {"choices": [], "dimension": null, "key": "comment", "kind": "text", "labels": [], "measures": null, "pool": null, "scale": 5, "show": "words", "skippable": true, "text": {"en": "Anything else you would like to tell us? Just write it, or skip.", "zh-hans": "\u8fd8\u60f3\u544a\u8bc9\u6211\u4eec\u4ec0\u4e48\uff1f\u76f4\u63a5\u5199\uff0c\u6216\u8005\u8df3\u8fc7\u3002", "zh-hant": "\u9084\u60f3\u544a\u8a34\u6211\u5011\u4ec0\u9ebc\uff1f\u76f4\u63a5\u5beb\uff0c\u6216\u8005\u8df3\u904e\u3002"}, "when": null}]}}, "recurring": null, "reminders": ["24h"], "sampling_percent": 100, "window": "09:00-20:00"}, "targets": {"csat": 85, "first_response_on_time": 95, "handling": null, "on_time": 95, "parts": [], "response_rate": null}, "understanding": {"aspects": [{"dimension": "tangibles", "key": "leisure", "name": "\u5eb7\u4e50\u8bbe\u65bd"}, {"dimension": "empathy", "key": "transfer", "name": "\u63a5\u9001"}], "examples": [{"negative": ["leisure"], "positive": [], "text": "\u5ba4\u5185\u6cf3\u6c60\u53c8\u810f\u53c8\u51b7"}, {"negative": ["transfer"], "positive": [], "text": "\u6446\u6e21\u8f66\u592a\u5c11\u4e86"}, {"negative": ["booking"], "positive": [], "text": "\u5230\u5e97\u65e0\u623f\uff0c\u8ba9\u6211\u4eec\u81ea\u5df1\u60f3\u529e\u6cd5"}, {"negative": [], "positive": ["leisure"], "text": "\u513f\u7ae5\u4e50\u56ed\u5f88\u68d2"}], "words": [{"aspect": "leisure", "says": "subject", "words": ["\u513f\u7ae5\u6cf3\u6c60", "\u5ba4\u5185\u6cf3\u6c60", "\u65e0\u8fb9\u6cf3\u6c60", "\u6c57\u84b8\u623f", "\u6851\u62ff\u623f", "\u513f\u7ae5\u4e50\u56ed", "\u5065\u8eab\u4e2d\u5fc3"]}, {"aspect": "transfer", "says": "subject", "words": ["\u63a5\u673a\u670d\u52a1", "\u63a5\u7ad9\u670d\u52a1", "\u6446\u6e21\u8f66", "\u63a5\u9a73\u5df4\u58eb"]}, {"aspect": "booking", "says": "bad", "words": ["\u5230\u5e97\u65e0\u623f", "\u6ee1\u623f\u62d2\u63a5", "\u5f3a\u5236\u6362\u623f"]}, {"aspect": "wait", "says": "bad", "words": ["\u67e5\u623f\u592a\u6162", "\u6392\u961f\u9000\u623f"]}]}}','hotel','2030-03-05 02:00:00.473343',NULL);
CREATE TABLE services (
	id INTEGER NOT NULL, 
	external_id VARCHAR(128) NOT NULL, 
	generation INTEGER DEFAULT '1' NOT NULL, 
	status VARCHAR(64) NOT NULL, 
	customer_ref VARCHAR(128) NOT NULL, 
	person_id INTEGER, 
	place_id INTEGER NOT NULL, 
	service_type VARCHAR(64), 
	staff VARCHAR(80), 
	starts_at DATETIME, 
	finished_at DATETIME, 
	body_hash BLOB NOT NULL, 
	mark VARCHAR(64) DEFAULT 'live' NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, attributes JSON, 
	CONSTRAINT pk_services PRIMARY KEY (id), 
	CONSTRAINT fk_services_person_id_persons FOREIGN KEY(person_id) REFERENCES persons (id), 
	CONSTRAINT fk_services_place_id_places FOREIGN KEY(place_id) REFERENCES places (id), 
	CONSTRAINT uq_services_external_id UNIQUE (external_id)
);
INSERT INTO "services" VALUES(1,'demo-checkin-1001',1,'booked','guest-1001',1,2,'stay',NULL,'2030-03-04 06:00:00.016293',NULL,X'64656D6F','demo','2030-03-05 02:00:00.016293','2030-03-05 02:00:00.016293',NULL);
INSERT INTO "services" VALUES(2,'demo-checkin-1002',1,'booked','guest-1002',2,2,'stay',NULL,'2030-03-04 06:00:00.016293',NULL,X'64656D6F','demo','2030-03-05 02:00:00.016293','2030-03-05 02:00:00.016293',NULL);
INSERT INTO "services" VALUES(3,'demo-checkin-1003',1,'booked','guest-1003',3,2,'stay',NULL,'2030-03-04 06:00:00.016293',NULL,X'64656D6F','demo','2030-03-05 02:00:00.016293','2030-03-05 02:00:00.016293',NULL);
INSERT INTO "services" VALUES(4,'demo-checkin-1004',1,'booked','guest-1004',4,2,'stay',NULL,'2030-03-04 06:00:00.016293',NULL,X'64656D6F','demo','2030-03-05 02:00:00.016293','2030-03-05 02:00:00.016293',NULL);
INSERT INTO "services" VALUES(5,'stay-1',1,'finished','guest-7',4,2,NULL,NULL,NULL,'2030-03-05 00:00:00.000000',X'E79D9F008CB0F56E0E900C669FBEA9A27B0150DEB1E3E5CB59FF02DF1B053973','live','2030-03-05 02:00:01.619922','2030-03-05 02:00:01.619922','null');
CREATE TABLE teams (
	id INTEGER NOT NULL, 
	place_id INTEGER NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_teams PRIMARY KEY (id), 
	CONSTRAINT fk_teams_place_id_places FOREIGN KEY(place_id) REFERENCES places (id), 
	CONSTRAINT uq_teams_place_id_name UNIQUE (place_id, name)
);
INSERT INTO "teams" VALUES(1,2,'前厅');
INSERT INTO "teams" VALUES(2,2,'客房');
INSERT INTO "teams" VALUES(3,2,'餐饮');
INSERT INTO "teams" VALUES(4,3,'前厅');
INSERT INTO "teams" VALUES(5,3,'客房');
INSERT INTO "teams" VALUES(6,3,'餐饮');
INSERT INTO "teams" VALUES(7,2,'客房部');
CREATE TABLE topics (
	id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	chat_id INTEGER NOT NULL, 
	thread_id BIGINT, 
	state VARCHAR(64) DEFAULT 'wanted' NOT NULL, 
	made_at DATETIME NOT NULL, 
	CONSTRAINT pk_topics PRIMARY KEY (id), 
	CONSTRAINT fk_topics_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id), 
	CONSTRAINT fk_topics_chat_id_chats FOREIGN KEY(chat_id) REFERENCES chats (id), 
	CONSTRAINT uq_topics_case_id_chat_id UNIQUE (case_id, chat_id)
);
CREATE TABLE visits (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	code_id INTEGER, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_visits PRIMARY KEY (id), 
	CONSTRAINT fk_visits_person_id_persons FOREIGN KEY(person_id) REFERENCES persons (id), 
	CONSTRAINT fk_visits_code_id_codes FOREIGN KEY(code_id) REFERENCES codes (id)
);
CREATE TABLE words (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	case_id INTEGER, 
	invitation_id INTEGER, 
	sort VARCHAR(64) NOT NULL, 
	text TEXT, 
	chat_id INTEGER, 
	message_id BIGINT, 
	media VARCHAR(64), 
	file_id VARCHAR(256), 
	at DATETIME NOT NULL, 
	delivered_at DATETIME, 
	CONSTRAINT pk_words PRIMARY KEY (id), 
	CONSTRAINT fk_words_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id), 
	CONSTRAINT fk_words_chat_id_chats FOREIGN KEY(chat_id) REFERENCES chats (id), 
	CONSTRAINT fk_words_invitation_id_invitations FOREIGN KEY(invitation_id) REFERENCES invitations (id), 
	CONSTRAINT fk_words_person_id_persons FOREIGN KEY(person_id) REFERENCES persons (id)
);
INSERT INTO "words" VALUES(1,1,1001,NULL,'said','等了两个小时没人理我，房间还有烟味，太差了，我要投诉！',1,3,NULL,NULL,'2030-03-05 02:00:00.000000',NULL);
INSERT INTO "words" VALUES(2,5,1001,NULL,'reply','马上给您换房，真对不起。',9,4,NULL,NULL,'2030-03-05 02:00:01.000000','2030-03-05 02:00:01.406819');
INSERT INTO "words" VALUES(3,3,1002,NULL,'said','早餐的粥是凉的，服务员态度很差，我要投诉！',3,3,NULL,NULL,'2030-03-05 02:00:01.000000',NULL);
CREATE INDEX ix_inbox_waiting ON inbox (lane, id) WHERE state = 'new';
CREATE INDEX ix_customer_refs_person_id ON customer_refs (person_id);
CREATE INDEX ix_services_customer_ref ON services (customer_ref);
CREATE INDEX ix_services_person_id ON services (person_id);
CREATE INDEX ix_bindings_chat_id ON bindings (chat_id);
CREATE INDEX ix_cases_due ON cases (next_due_at) WHERE next_due_at IS NOT NULL;
CREATE INDEX ix_cases_live ON cases (place_id) WHERE state <> 'closed';
CREATE INDEX ix_cases_opened ON cases (opened_at);
CREATE INDEX ix_cases_person ON cases (person_id, state);
CREATE INDEX ix_cases_round ON cases (round_at);
CREATE INDEX ix_invitations_delivered ON invitations (delivered_at);
CREATE INDEX ix_invitations_due ON invitations (next_due_at) WHERE next_due_at IS NOT NULL;
CREATE INDEX ix_invitations_person_id ON invitations (person_id);
CREATE INDEX ix_outbox_thing ON outbox (thing) WHERE thing IS NOT NULL;
CREATE INDEX ix_outbox_waiting ON outbox (priority, id) WHERE state IN ('queued', 'sending');
CREATE INDEX ix_roles_person_id ON roles (person_id);
CREATE INDEX ix_events_case_id ON events (case_id);
CREATE INDEX ix_events_step ON events (step, at);
CREATE INDEX ix_messages_case_id ON messages (case_id);
CREATE INDEX ix_messages_thing ON messages (thing, chat_id);
CREATE INDEX ix_words_case_id ON words (case_id);
CREATE INDEX ix_words_invitation_id ON words (invitation_id);
CREATE INDEX ix_words_message ON words (chat_id, message_id);
CREATE INDEX ix_words_person_id ON words (person_id);
CREATE INDEX ix_answers_first ON answers (first_at);
CREATE INDEX ix_findings_case_id ON findings (case_id);
CREATE INDEX ix_findings_invitation_id ON findings (invitation_id);
CREATE INDEX ix_promises_case ON promises (case_id, round);
CREATE INDEX ix_promises_due ON promises (due_at);
CREATE INDEX ix_remedies_case_id ON remedies (case_id);
CREATE INDEX ix_cases_lead ON cases (lead_id) WHERE lead_id IS NOT NULL;
CREATE INDEX ix_actions_case_id ON actions (case_id);
CREATE INDEX ix_actions_due ON actions (next_due_at) WHERE next_due_at IS NOT NULL;
CREATE INDEX ix_answer_changes_invitation_id ON answer_changes (invitation_id);
CREATE INDEX ix_visits_person ON visits (person_id, at);
CREATE INDEX ix_outbox_lost ON outbox (chat_id, finished_at) WHERE state IN ('failed', 'unknown');
CREATE INDEX ix_alerts_figure ON alerts (place_id, figure, at);
CREATE INDEX ix_digests_due ON digests (next_due_at) WHERE next_due_at IS NOT NULL;
CREATE INDEX ix_looks_at ON looks (at);
CREATE INDEX ix_looks_person_id ON looks (person_id);
CREATE INDEX ix_reviews_case_id ON reviews (case_id);
CREATE INDEX ix_invitations_sent ON invitations (sent_at);
CREATE INDEX ix_promises_standing ON promises (due_at) WHERE kept_at IS NULL AND dropped_at IS NULL;
CREATE INDEX ix_models_scheme ON models (scheme, is_used);
CREATE INDEX ix_names_phone ON names (phone);
CREATE INDEX ix_hook_calls_waiting ON hook_calls (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX ix_cases_owner ON cases (owner_id) WHERE owner_id IS NOT NULL;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('cases',1002);
COMMIT;
