--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Data for Name: organisations; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

SET SESSION AUTHORIZATION DEFAULT;

ALTER TABLE public.organisations DISABLE TRIGGER ALL;

INSERT INTO public.organisations (id, realm, kind, parent_id, site, name, country, credit_code, frozen, prepaid, has_contact, contact_id, version, created_at, updated_at, payment_account) VALUES ('01a207cd-7509-73c7-a703-54074a546e8f', 'sandbox', 'vendor', NULL, 'cn', 'Cloud Vendor', '', '', false, false, false, NULL, 1, '2026-11-23 09:47:16.93972+00', '2026-11-23 09:47:16.93972+00', '');
INSERT INTO public.organisations (id, realm, kind, parent_id, site, name, country, credit_code, frozen, prepaid, has_contact, contact_id, version, created_at, updated_at, payment_account) VALUES ('01a207cd-7509-73c8-9430-7aba547f6c91', 'sandbox', 'partner', NULL, 'cn', 'Aurora', 'CN', '', false, false, true, '01a207cd-7e38-72b0-ba51-f165902b3d80', 1, '2026-11-23 09:47:17.407322+00', '2026-11-23 09:47:17.407322+00', 'ACC-AURORA');
INSERT INTO public.organisations (id, realm, kind, parent_id, site, name, country, credit_code, frozen, prepaid, has_contact, contact_id, version, created_at, updated_at, payment_account) VALUES ('01a207cd-7509-73c9-9346-48740254fa57', 'sandbox', 'partner', NULL, 'cn', 'Borealis', 'CN', '', false, false, true, '01a207cd-7e58-76eb-b0a5-c67b978e45e3', 1, '2026-11-23 09:47:17.462212+00', '2026-11-23 09:47:17.462212+00', 'ACC-BOREALIS');
INSERT INTO public.organisations (id, realm, kind, parent_id, site, name, country, credit_code, frozen, prepaid, has_contact, contact_id, version, created_at, updated_at, payment_account) VALUES ('01a207cd-7f4b-7bbd-82ca-2ba8c656b02e', 'sandbox', 'customer', NULL, 'cn', '晨星qj5zbant科技有限公司', '', '', false, false, true, '01a207cd-7f57-7313-a1ba-bba1fb558c64', 1, '2026-11-23 09:47:17.719198+00', '2026-11-23 09:47:17.719198+00', '');


ALTER TABLE public.organisations ENABLE TRIGGER ALL;

--
-- Data for Name: contacts; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.contacts DISABLE TRIGGER ALL;

INSERT INTO public.contacts (id, realm, owner_id, purpose, person_name, account_name, phone, email, retain_until, created_at, bank, bank_branch, bank_account) VALUES ('01a207cd-7e38-72b0-ba51-f165902b3d80', 'sandbox', '01a207cd-7509-73c8-9430-7aba547f6c91', 'partner', 'Office', '', '', 'aurora@partner.example', '2126-11-23 09:47:17.407322+00', '2026-11-23 09:47:17.407322+00', '', '', '');
INSERT INTO public.contacts (id, realm, owner_id, purpose, person_name, account_name, phone, email, retain_until, created_at, bank, bank_branch, bank_account) VALUES ('01a207cd-7e58-76eb-b0a5-c67b978e45e3', 'sandbox', '01a207cd-7509-73c9-9346-48740254fa57', 'partner', 'Office', '', '', 'borealis@partner.example', '2126-11-23 09:47:17.462212+00', '2026-11-23 09:47:17.462212+00', '', '', '');
INSERT INTO public.contacts (id, realm, owner_id, purpose, person_name, account_name, phone, email, retain_until, created_at, bank, bank_branch, bank_account) VALUES ('01a207cd-7f57-7313-a1ba-bba1fb558c64', 'sandbox', '01a207cd-7f4b-7bbd-82ca-2ba8c656b02e', 'account', '', 'an5lxsyukr2dq', '+8613878093719', 'qj5zbant@customer.example', '2126-11-23 09:47:17.719198+00', '2026-11-23 09:47:17.719198+00', '', '', '');
INSERT INTO public.contacts (id, realm, owner_id, purpose, person_name, account_name, phone, email, retain_until, created_at, bank, bank_branch, bank_account) VALUES ('01a207cd-7ed0-717e-86c1-abc4981c4aae', 'sandbox', '01a207cd-7509-73c8-9430-7aba547f6c91', 'payer', '王小明', '6222020200012345678', '', '', '2027-11-23 09:47:17.584097+00', '2026-11-23 09:47:17.584097+00', '', '', '');


ALTER TABLE public.contacts ENABLE TRIGGER ALL;

--
-- Data for Name: policies; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.policies DISABLE TRIGGER ALL;

INSERT INTO public.policies (id, realm, site, version, schema, effective_from, author, approver, approved_at, created_at, document) VALUES ('01a207cd-7c80-76a0-a407-2039ad252c72', 'sandbox', 'cn', 1, 3, '2020-01-01 00:00:00+00', 'release', 'installation', '2026-11-23 09:47:16.93972+00', '2026-11-23 09:47:16.93972+00', '{"zone": "Asia/Shanghai", "facts": {"max_age_hours": 24}, "funds": {"payment_conflict_days": 30}, "events": {"log_days": 30, "disable_hours": 24, "give_up_hours": 72, "subscriptions": 10, "timeout_seconds": 10, "last_retry_minutes": 60, "streams_per_person": 5, "first_retry_seconds": 5, "secret_overlap_hours": 24}, "leaving": {"causes": {"in_arrears": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "owed_invoices": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "account_frozen": [], "member_account": ["customer_unlink_consultant"], "pick_up_vouchers": ["customer_unlink_consultant", "customer_unlink_resale"], "special_contract": ["customer_unlink_resale"], "consultant_balance": ["partner_switch_consultant"], "reserved_instances": ["partner_switch_consultant", "partner_switch_resale", "customer_unlink_resale"], "partner_support_plan": ["customer_unlink_resale"], "orders_awaiting_partner": ["partner_unlink_consultant", "partner_switch_consultant", "customer_unlink_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "independent_accounting_member": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "master_with_independent_members": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"]}, "step_up": false, "grace_days": 3, "answer_days": 15, "reminder_days": [3, 7, 13], "step_attempts": 5, "window_months": 3, "step_up_minutes": 10, "partner_requests": 1, "step_up_attempts": 5, "customer_requests": 1, "step_retry_minutes": 1}, "calendar": {"holidays": ["2025-01-01", "2025-01-28", "2025-01-29", "2025-01-30", "2025-01-31", "2025-02-01", "2025-02-02", "2025-02-03", "2025-02-04", "2025-04-04", "2025-04-05", "2025-04-06", "2025-05-01", "2025-05-02", "2025-05-03", "2025-05-04", "2025-05-05", "2025-05-31", "2025-06-01", "2025-06-02", "2025-10-01", "2025-10-02", "2025-10-03", "2025-10-04", "2025-10-05", "2025-10-06", "2025-10-07", "2025-10-08", "2026-01-01", "2026-01-02", "2026-01-03", "2026-02-15", "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20", "2026-02-21", "2026-02-22", "2026-02-23", "2026-04-04", "2026-04-05", "2026-04-06", "2026-05-01", "2026-05-02", "2026-05-03", "2026-05-04", "2026-05-05", "2026-06-19", "2026-06-20", "2026-06-21", "2026-09-25", "2026-09-26", "2026-09-27", "2026-10-01", "2026-10-02", "2026-10-03", "2026-10-04", "2026-10-05", "2026-10-06", "2026-10-07"], "make_up_days": ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11", "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"], "published_until": "2026-12-31"}, "retention": {"contact_days": 365, "idempotency_days": 7}, "invitation": {"daily_per_operator": 100, "link_validity_days": 7, "recipients_per_call": 50}, "withdrawal": {"step_up": false, "rebate_channels": [7], "ask_bank_seconds": 2, "original_windows": [{"then": "none", "months": 3, "channel": 1, "signing_entity": "cloud_computing"}, {"then": "none", "months": 0, "channel": 2, "signing_entity": "cloud_computing"}, {"then": "bank_card", "months": 11, "channel": 1, "signing_entity": "other"}, {"then": "bank_card", "months": 11, "channel": 5, "signing_entity": "other"}, {"then": "bank_card", "months": 3, "channel": 317, "signing_entity": "other"}, {"then": "none", "months": 0, "channel": 2, "signing_entity": "other"}], "bank_card_channels": [10], "facts_max_age_hours": 24, "second_review_above": [{"amount": "500000.00", "currency": "CNY"}, {"amount": "70000.00", "currency": "EUR"}, {"amount": "550000.00", "currency": "HKD"}, {"amount": "10000000", "currency": "JPY"}, {"amount": "70000.00", "currency": "USD"}], "ask_bank_max_minutes": 60, "ask_processing_hours": 24, "bank_patience_minutes": 60, "reconcile_grace_hours": 24, "bank_card_working_days": 7, "review_target_working_days": 3, "review_reminder_working_days": 1}, "association": {"notice_version": "1", "registration_age_days": 7, "directory_patience_minutes": 10}, "registration": {"open_cap": 100, "outcomes": {"contract_signed": "never", "country_mismatch": "allow", "reward_programme": "never", "account_other_site": "never", "consumer_cloud_user": "never", "customer_is_partner": "never", "registered_by_vendor": "review", "online_sales_customer": "review", "followed_by_direct_sales": "review", "unified_accounting_member": "never", "cash_consumption_unfollowed": "never", "authorised_sales_centre_customer": "review"}, "batch_limit": 100, "validity_days": 15, "accounts_per_phone": 3, "reminder_days_before": [3], "followed_account_age_days": 7, "review_lapse_working_days": 10, "distinct_customers_per_day": 300, "review_target_working_days": 3}}');
INSERT INTO public.policies (id, realm, site, version, schema, effective_from, author, approver, approved_at, created_at, document) VALUES ('01a207cd-7c89-73be-bef6-368b734af23d', 'sandbox', 'intl', 1, 3, '2020-01-01 00:00:00+00', 'release', 'installation', '2026-11-23 09:47:16.93972+00', '2026-11-23 09:47:16.93972+00', '{"zone": "UTC", "facts": {"max_age_hours": 24}, "funds": {"payment_conflict_days": 30}, "events": {"log_days": 30, "disable_hours": 24, "give_up_hours": 72, "subscriptions": 10, "timeout_seconds": 10, "last_retry_minutes": 60, "streams_per_person": 5, "first_retry_seconds": 5, "secret_overlap_hours": 24}, "leaving": {"causes": {"in_arrears": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "owed_invoices": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "account_frozen": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "member_account": ["customer_unlink_consultant"], "pick_up_vouchers": ["customer_unlink_consultant", "customer_unlink_resale"], "special_contract": ["customer_unlink_resale"], "consultant_balance": ["partner_switch_consultant"], "reserved_instances": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "partner_support_plan": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "orders_awaiting_partner": ["partner_unlink_consultant", "partner_switch_consultant", "customer_unlink_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "independent_accounting_member": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "master_with_independent_members": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"]}, "step_up": false, "grace_days": 3, "answer_days": 15, "reminder_days": [3, 7, 13], "step_attempts": 5, "window_months": 3, "step_up_minutes": 10, "partner_requests": 1, "step_up_attempts": 5, "customer_requests": 3, "step_retry_minutes": 1}, "calendar": {"holidays": [], "make_up_days": [], "published_until": ""}, "retention": {"contact_days": 365, "idempotency_days": 7}, "invitation": {"daily_per_operator": 100, "link_validity_days": 7, "recipients_per_call": 50}, "withdrawal": {"step_up": false, "rebate_channels": [7], "ask_bank_seconds": 2, "original_windows": [{"then": "none", "months": 3, "channel": 1, "signing_entity": "cloud_computing"}, {"then": "none", "months": 0, "channel": 2, "signing_entity": "cloud_computing"}, {"then": "bank_card", "months": 11, "channel": 1, "signing_entity": "other"}, {"then": "bank_card", "months": 11, "channel": 5, "signing_entity": "other"}, {"then": "bank_card", "months": 3, "channel": 317, "signing_entity": "other"}, {"then": "none", "months": 0, "channel": 2, "signing_entity": "other"}], "bank_card_channels": [10], "facts_max_age_hours": 24, "second_review_above": [{"amount": "500000.00", "currency": "CNY"}, {"amount": "70000.00", "currency": "EUR"}, {"amount": "550000.00", "currency": "HKD"}, {"amount": "10000000", "currency": "JPY"}, {"amount": "70000.00", "currency": "USD"}], "ask_bank_max_minutes": 60, "ask_processing_hours": 24, "bank_patience_minutes": 60, "reconcile_grace_hours": 24, "bank_card_working_days": 7, "review_target_working_days": 3, "review_reminder_working_days": 1}, "association": {"notice_version": "1", "registration_age_days": 7, "directory_patience_minutes": 10}, "registration": {"open_cap": 100, "outcomes": {"contract_signed": "never", "country_mismatch": "review", "reward_programme": "never", "account_other_site": "never", "consumer_cloud_user": "never", "customer_is_partner": "never", "registered_by_vendor": "review", "online_sales_customer": "review", "followed_by_direct_sales": "review", "unified_accounting_member": "never", "cash_consumption_unfollowed": "never", "authorised_sales_centre_customer": "review"}, "batch_limit": 100, "validity_days": 15, "accounts_per_phone": 3, "reminder_days_before": [3], "followed_account_age_days": 7, "review_lapse_working_days": 10, "distinct_customers_per_day": 300, "review_target_working_days": 3}}');
INSERT INTO public.policies (id, realm, site, version, schema, effective_from, author, approver, approved_at, created_at, document) VALUES ('01a207cd-7c8d-74fa-a70b-b5eaf3286088', 'sandbox', 'eu', 1, 3, '2020-01-01 00:00:00+00', 'release', 'installation', '2026-11-23 09:47:16.93972+00', '2026-11-23 09:47:16.93972+00', '{"zone": "Europe/Brussels", "facts": {"max_age_hours": 24}, "funds": {"payment_conflict_days": 30}, "events": {"log_days": 30, "disable_hours": 24, "give_up_hours": 72, "subscriptions": 10, "timeout_seconds": 10, "last_retry_minutes": 60, "streams_per_person": 5, "first_retry_seconds": 5, "secret_overlap_hours": 24}, "leaving": {"causes": {"in_arrears": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "owed_invoices": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "account_frozen": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "member_account": ["customer_unlink_consultant"], "pick_up_vouchers": ["customer_unlink_consultant", "customer_unlink_resale"], "special_contract": ["customer_unlink_resale"], "consultant_balance": ["partner_switch_consultant"], "reserved_instances": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "partner_support_plan": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "orders_awaiting_partner": ["partner_unlink_consultant", "partner_switch_consultant", "customer_unlink_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "independent_accounting_member": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "master_with_independent_members": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"]}, "step_up": false, "grace_days": 3, "answer_days": 15, "reminder_days": [3, 7, 13], "step_attempts": 5, "window_months": 3, "step_up_minutes": 10, "partner_requests": 1, "step_up_attempts": 5, "customer_requests": 3, "step_retry_minutes": 1}, "calendar": {"holidays": [], "make_up_days": [], "published_until": ""}, "retention": {"contact_days": 365, "idempotency_days": 7}, "invitation": {"daily_per_operator": 100, "link_validity_days": 7, "recipients_per_call": 50}, "withdrawal": {"step_up": false, "rebate_channels": [7], "ask_bank_seconds": 2, "original_windows": [{"then": "none", "months": 3, "channel": 1, "signing_entity": "cloud_computing"}, {"then": "none", "months": 0, "channel": 2, "signing_entity": "cloud_computing"}, {"then": "bank_card", "months": 11, "channel": 1, "signing_entity": "other"}, {"then": "bank_card", "months": 11, "channel": 5, "signing_entity": "other"}, {"then": "bank_card", "months": 3, "channel": 317, "signing_entity": "other"}, {"then": "none", "months": 0, "channel": 2, "signing_entity": "other"}], "bank_card_channels": [10], "facts_max_age_hours": 24, "second_review_above": [{"amount": "500000.00", "currency": "CNY"}, {"amount": "70000.00", "currency": "EUR"}, {"amount": "550000.00", "currency": "HKD"}, {"amount": "10000000", "currency": "JPY"}, {"amount": "70000.00", "currency": "USD"}], "ask_bank_max_minutes": 60, "ask_processing_hours": 24, "bank_patience_minutes": 60, "reconcile_grace_hours": 24, "bank_card_working_days": 7, "review_target_working_days": 3, "review_reminder_working_days": 1}, "association": {"notice_version": "1", "registration_age_days": 7, "directory_patience_minutes": 10}, "registration": {"open_cap": 100, "outcomes": {"contract_signed": "never", "country_mismatch": "review", "reward_programme": "never", "account_other_site": "never", "consumer_cloud_user": "never", "customer_is_partner": "never", "registered_by_vendor": "review", "online_sales_customer": "review", "followed_by_direct_sales": "review", "unified_accounting_member": "never", "cash_consumption_unfollowed": "never", "authorised_sales_centre_customer": "review"}, "batch_limit": 100, "validity_days": 15, "accounts_per_phone": 3, "reminder_days_before": [3], "followed_account_age_days": 7, "review_lapse_working_days": 10, "distinct_customers_per_day": 300, "review_target_working_days": 3}}');


ALTER TABLE public.policies ENABLE TRIGGER ALL;

--
-- Data for Name: evaluations; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.evaluations DISABLE TRIGGER ALL;

INSERT INTO public.evaluations (id, realm, org_id, rule_set, subject_kind, subject_id, policy_id, facts_ids, outcome, blockers, actor, request_id, at) VALUES ('01a207cd-7f5f-779e-abf0-fc2089457206', 'sandbox', '01a207cd-7509-73c7-a703-54074a546e8f', 'top_up.claim', 'top_up', '01a207cd-7ed0-7179-a692-23486f2daa1e', '01a207cd-7c80-76a0-a407-2039ad252c72', '[]', 'refuse', '[{"code": "not_a_partner", "pointer": "/partner_id", "cleared_by": "vendor"}]', 'vera', '01a207cd-7f5c-762c-a7e3-9e0402ef9280', '2026-11-23 09:47:17.727492+00');
INSERT INTO public.evaluations (id, realm, org_id, rule_set, subject_kind, subject_id, policy_id, facts_ids, outcome, blockers, actor, request_id, at) VALUES ('01a207cd-7f68-755b-9cc8-e958f646f56a', 'sandbox', '01a207cd-7509-73c7-a703-54074a546e8f', 'top_up.claim', 'top_up', '01a207cd-7ed0-7179-a692-23486f2daa1e', '01a207cd-7c80-76a0-a407-2039ad252c72', '[]', 'allow', '[]', 'vera', '01a207cd-7f64-7e72-a6d8-b2f760b0b037', '2026-11-23 09:47:17.736345+00');
INSERT INTO public.evaluations (id, realm, org_id, rule_set, subject_kind, subject_id, policy_id, facts_ids, outcome, blockers, actor, request_id, at) VALUES ('01a207cd-7fa9-7848-ae0a-da3e31220c67', 'sandbox', '01a207cd-7509-73c7-a703-54074a546e8f', 'top_up.claim', 'top_up', '01a207cd-7ed0-7179-a692-23486f2daa1e', '01a207cd-7c80-76a0-a407-2039ad252c72', '[]', 'refuse', '[{"code": "top_up_not_unmatched", "cleared_by": "nobody"}]', 'vera', '01a207cd-7fa7-78b9-9d8d-257b0ce7e207', '2026-11-23 09:47:17.801502+00');
INSERT INTO public.evaluations (id, realm, org_id, rule_set, subject_kind, subject_id, policy_id, facts_ids, outcome, blockers, actor, request_id, at) VALUES ('01a207cd-7faf-7cd9-bc6c-a1a36dc58a53', 'sandbox', '01a207cd-7509-73c7-a703-54074a546e8f', 'top_up.refuse', 'top_up', '01a207cd-7ed0-7179-a692-23486f2daa1e', '01a207cd-7c80-76a0-a407-2039ad252c72', '[]', 'refuse', '[{"code": "top_up_not_unmatched", "cleared_by": "nobody"}]', 'vera', '01a207cd-7faa-79c2-b6e3-a9f5c4c0c8b9', '2026-11-23 09:47:17.807833+00');


ALTER TABLE public.evaluations ENABLE TRIGGER ALL;

--
-- Data for Name: invitation_links; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.invitation_links DISABLE TRIGGER ALL;



ALTER TABLE public.invitation_links ENABLE TRIGGER ALL;

--
-- Data for Name: registrations; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.registrations DISABLE TRIGGER ALL;



ALTER TABLE public.registrations ENABLE TRIGGER ALL;

--
-- Data for Name: invitations; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.invitations DISABLE TRIGGER ALL;



ALTER TABLE public.invitations ENABLE TRIGGER ALL;

--
-- Data for Name: acceptances; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.acceptances DISABLE TRIGGER ALL;



ALTER TABLE public.acceptances ENABLE TRIGGER ALL;

--
-- Data for Name: books; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.books DISABLE TRIGGER ALL;

INSERT INTO public.books (partner_id, realm, seq, head, recorded_at) VALUES ('01a207cd-7509-73c7-a703-54074a546e8f', 'sandbox', 2, '\xf2c74b1c35f805ed14b412d69bd4f92b9bb8e18f838c1bce0563e6495ef5109d', '2026-11-23 09:47:17.737562+00');
INSERT INTO public.books (partner_id, realm, seq, head, recorded_at) VALUES ('01a207cd-7509-73c8-9430-7aba547f6c91', 'sandbox', 1, '\x2babe6ea4922ca7bb17afc3c5aaaa75453c9896419cafa64fb7e9f13903fb897', '2026-11-23 09:47:17.737562+00');


ALTER TABLE public.books ENABLE TRIGGER ALL;

--
-- Data for Name: accounts; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.accounts DISABLE TRIGGER ALL;

INSERT INTO public.accounts (id, realm, partner_id, kind, customer_id, currency, scale, balance, seq) VALUES ('7d282879-1cca-4a28-90e7-9060e8fb13f3', 'sandbox', '01a207cd-7509-73c7-a703-54074a546e8f', 'suspense', '00000000-0000-0000-0000-000000000000', 'CNY', 2, 0.00, 2);
INSERT INTO public.accounts (id, realm, partner_id, kind, customer_id, currency, scale, balance, seq) VALUES ('4ea9ebff-4f0a-4bed-b326-2257a8bc2b28', 'sandbox', '01a207cd-7509-73c7-a703-54074a546e8f', 'clearing', '00000000-0000-0000-0000-000000000000', 'CNY', 2, 0.00, 2);
INSERT INTO public.accounts (id, realm, partner_id, kind, customer_id, currency, scale, balance, seq) VALUES ('de93d0e7-1c80-4e8f-95f3-f8ac1a3dece1', 'sandbox', '01a207cd-7509-73c8-9430-7aba547f6c91', 'clearing', '00000000-0000-0000-0000-000000000000', 'CNY', 2, -500.00, 1);
INSERT INTO public.accounts (id, realm, partner_id, kind, customer_id, currency, scale, balance, seq) VALUES ('dffe0824-b512-4d1c-9bf6-5ec8066d252a', 'sandbox', '01a207cd-7509-73c8-9430-7aba547f6c91', 'cash', '00000000-0000-0000-0000-000000000000', 'CNY', 2, 500.00, 1);
INSERT INTO public.accounts (id, realm, partner_id, kind, customer_id, currency, scale, balance, seq) VALUES ('59558313-d03e-47c3-b550-dd3873bc57a1', 'sandbox', '01a207cd-7509-73c8-9430-7aba547f6c91', 'issued', '00000000-0000-0000-0000-000000000000', 'CNY', 2, -500.00, 1);
INSERT INTO public.accounts (id, realm, partner_id, kind, customer_id, currency, scale, balance, seq) VALUES ('2f2f3af9-a87b-4c10-9db1-0aaa46eaa0a9', 'sandbox', '01a207cd-7509-73c8-9430-7aba547f6c91', 'allocatable', '00000000-0000-0000-0000-000000000000', 'CNY', 2, 500.00, 1);


ALTER TABLE public.accounts ENABLE TRIGGER ALL;

--
-- Data for Name: associations; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.associations DISABLE TRIGGER ALL;



ALTER TABLE public.associations ENABLE TRIGGER ALL;

--
-- Data for Name: ledger_transactions; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.ledger_transactions DISABLE TRIGGER ALL;

INSERT INTO public.ledger_transactions (id, realm, partner_id, book_seq, kind, trade_type, subject_kind, subject_id, cause, association_id, reverses_id, effective_at, recorded_at, previous, hash) VALUES ('01a207cd-7ee7-70c9-9cdc-4e8b28f2a4a4', 'sandbox', '01a207cd-7509-73c7-a703-54074a546e8f', 1, 'suspend', 'SOURCE_OPERAIION_RECHARGE', 'top_up', '01a207cd-7ed0-7179-a692-23486f2daa1e', 'top_up:01a207cd-7ed0-7179-a692-23486f2daa1e:suspended', NULL, NULL, '2026-11-23 09:47:17.496911+00', '2026-11-23 09:47:17.60708+00', '\x0000000000000000000000000000000000000000000000000000000000000000', '\xe3bf441811462e1754deea725c31bc3943c963778592dbb4569a617772d64b8d');
INSERT INTO public.ledger_transactions (id, realm, partner_id, book_seq, kind, trade_type, subject_kind, subject_id, cause, association_id, reverses_id, effective_at, recorded_at, previous, hash) VALUES ('01a207cd-7f69-77f9-9046-9f59c79bf59e', 'sandbox', '01a207cd-7509-73c7-a703-54074a546e8f', 2, 'unsuspend', 'SOURCE_OPERAIION_RECHARGE', 'top_up', '01a207cd-7ed0-7179-a692-23486f2daa1e', 'top_up:01a207cd-7ed0-7179-a692-23486f2daa1e:claimed', NULL, NULL, '2026-11-23 09:47:17.496911+00', '2026-11-23 09:47:17.737562+00', '\xe3bf441811462e1754deea725c31bc3943c963778592dbb4569a617772d64b8d', '\xf2c74b1c35f805ed14b412d69bd4f92b9bb8e18f838c1bce0563e6495ef5109d');
INSERT INTO public.ledger_transactions (id, realm, partner_id, book_seq, kind, trade_type, subject_kind, subject_id, cause, association_id, reverses_id, effective_at, recorded_at, previous, hash) VALUES ('01a207cd-7f69-7819-8b95-1296bf333609', 'sandbox', '01a207cd-7509-73c8-9430-7aba547f6c91', 1, 'top_up', 'SOURCE_OPERAIION_RECHARGE', 'top_up', '01a207cd-7ed0-7179-a692-23486f2daa1e', 'top_up:01a207cd-7ed0-7179-a692-23486f2daa1e:arrived', NULL, NULL, '2026-11-23 09:47:17.496911+00', '2026-11-23 09:47:17.737562+00', '\x0000000000000000000000000000000000000000000000000000000000000000', '\x2babe6ea4922ca7bb17afc3c5aaaa75453c9896419cafa64fb7e9f13903fb897');


ALTER TABLE public.ledger_transactions ENABLE TRIGGER ALL;

--
-- Data for Name: adjustments; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.adjustments DISABLE TRIGGER ALL;



ALTER TABLE public.adjustments ENABLE TRIGGER ALL;

--
-- Data for Name: consumptions; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.consumptions DISABLE TRIGGER ALL;



ALTER TABLE public.consumptions ENABLE TRIGGER ALL;

--
-- Data for Name: arrears; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.arrears DISABLE TRIGGER ALL;



ALTER TABLE public.arrears ENABLE TRIGGER ALL;

--
-- Data for Name: association_requests; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.association_requests DISABLE TRIGGER ALL;



ALTER TABLE public.association_requests ENABLE TRIGGER ALL;

--
-- Data for Name: withdrawals; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.withdrawals DISABLE TRIGGER ALL;



ALTER TABLE public.withdrawals ENABLE TRIGGER ALL;

--
-- Data for Name: payouts; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.payouts DISABLE TRIGGER ALL;



ALTER TABLE public.payouts ENABLE TRIGGER ALL;

--
-- Data for Name: bank_messages; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.bank_messages DISABLE TRIGGER ALL;



ALTER TABLE public.bank_messages ENABLE TRIGGER ALL;

--
-- Data for Name: clocks; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.clocks DISABLE TRIGGER ALL;



ALTER TABLE public.clocks ENABLE TRIGGER ALL;

--
-- Data for Name: settlements; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.settlements DISABLE TRIGGER ALL;



ALTER TABLE public.settlements ENABLE TRIGGER ALL;

--
-- Data for Name: closing_statements; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.closing_statements DISABLE TRIGGER ALL;



ALTER TABLE public.closing_statements ENABLE TRIGGER ALL;

--
-- Data for Name: customer_facts; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.customer_facts DISABLE TRIGGER ALL;

INSERT INTO public.customer_facts (id, customer_id, realm, as_of, received_at, source, facts) VALUES ('01a207cd-7f58-728d-bfb0-cbc7b85b5ef7', '01a207cd-7f4b-7bbd-82ca-2ba8c656b02e', 'sandbox', '2026-11-23 09:47:17.708501+00', '2026-11-23 09:47:17.720165+00', 'directory', '{"site": "cn", "country": "", "contracts": [], "in_arrears": false, "cloud_enabled": true, "owed_invoices": false, "registered_at": "2026-11-23T09:47:17.707769Z", "account_frozen": false, "partner_status": "none", "account_balance": false, "internal_account": false, "reward_programme": "none", "online_sales_team": false, "subsidy_programme": "none", "real_name_verified": false, "consumer_cloud_user": false, "has_cash_consumption": false, "partner_support_plan": false, "registered_by_vendor": false, "top_up_bonus_balance": false, "authorised_sales_centre": false, "orders_awaiting_partner": false, "unused_pick_up_vouchers": false, "followed_by_direct_sales": false, "stored_value_card_balance": false, "unified_accounting_member": false, "unexpired_reserved_instances": false, "independent_accounting_member": false, "master_with_independent_members": false}');


ALTER TABLE public.customer_facts ENABLE TRIGGER ALL;

--
-- Data for Name: customer_keys; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.customer_keys DISABLE TRIGGER ALL;

INSERT INTO public.customer_keys (realm, kind, key_hash, customer_id, code_hash, source) VALUES ('sandbox', 'email', '\xdbe131a8108677903b4b3a781bcfe07147f00608d8fa2eef4f9f502594779e59', '01a207cd-7f4b-7bbd-82ca-2ba8c656b02e', '\x', 'directory');
INSERT INTO public.customer_keys (realm, kind, key_hash, customer_id, code_hash, source) VALUES ('sandbox', 'name', '\x78a9f0ef919169e311fc380d8c1da5dc0673063e85e1f8b04f0d99a639ad0b9d', '01a207cd-7f4b-7bbd-82ca-2ba8c656b02e', '\x', 'directory');
INSERT INTO public.customer_keys (realm, kind, key_hash, customer_id, code_hash, source) VALUES ('sandbox', 'phone', '\x3f634c95b4113bb942683b2fd90c394ad8758d5e5706f9ac37618d5b28d7d3c0', '01a207cd-7f4b-7bbd-82ca-2ba8c656b02e', '\x', 'directory');
INSERT INTO public.customer_keys (realm, kind, key_hash, customer_id, code_hash, source) VALUES ('sandbox', 'line', '\xed1f39558343e26b6418b5b7402d871b5746a82edda038af59e7f41cd4ea4d79', '01a207cd-7f4b-7bbd-82ca-2ba8c656b02e', '\x', 'directory');


ALTER TABLE public.customer_keys ENABLE TRIGGER ALL;

--
-- Data for Name: customer_probes; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.customer_probes DISABLE TRIGGER ALL;



ALTER TABLE public.customer_probes ENABLE TRIGGER ALL;

--
-- Data for Name: decision_texts; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.decision_texts DISABLE TRIGGER ALL;

INSERT INTO public.decision_texts (decision_id, realm, opinion) VALUES ('01a207cd-80a7-75af-82ec-e39f73627672', 'sandbox', 'a test');


ALTER TABLE public.decision_texts ENABLE TRIGGER ALL;

--
-- Data for Name: decisions; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.decisions DISABLE TRIGGER ALL;



ALTER TABLE public.decisions ENABLE TRIGGER ALL;

--
-- Data for Name: events; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.events DISABLE TRIGGER ALL;

INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-7e44-7b96-b057-4c65379b6cb1', 'sandbox', NULL, NULL, NULL, 'organisation', '01a207cd-7509-73c8-9430-7aba547f6c91', 1, 'organisation.put', 'feed', '', '2026-11-23 09:47:17.407322+00', '2026-11-23 09:47:17.444759+00', '01a207cd-7e0b-7b1e-8784-c227b40b294a', '', '', '', NULL, NULL, '{"kind": "partner", "site": "cn", "frozen": false, "prepaid": false}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-7e5a-7543-ba5b-840bfd836da6', 'sandbox', NULL, NULL, NULL, 'organisation', '01a207cd-7509-73c9-9346-48740254fa57', 1, 'organisation.put', 'feed', '', '2026-11-23 09:47:17.462212+00', '2026-11-23 09:47:17.466345+00', '01a207cd-7e50-77bb-aea6-df95424d58d3', '', '', '', NULL, NULL, '{"kind": "partner", "site": "cn", "frozen": false, "prepaid": false}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-7f2b-7ec6-8e03-b4e6d69fb64f', 'sandbox', '01a207cd-7509-73c7-a703-54074a546e8f', NULL, NULL, 'top_up', '01a207cd-7ed0-7179-a692-23486f2daa1e', 1, 'top_up.unmatched', 'payment-channel:bank-transfer', '', '2026-11-23 09:47:17.496911+00', '2026-11-23 09:47:17.675968+00', '01a207cd-7e79-7299-ae9e-0fe70b6727da', '', '', '', NULL, NULL, '{"state": "unmatched", "amount": "500.00", "channel": "bank-transfer", "currency": "CNY", "reference": "TOP-H391Q-JVAGY", "channel_reference": "PAYI2VL5JX22HDOWAY5AYC3RNJLJ3"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-7f42-7e2c-ab04-757b3f3b1fca', 'sandbox', '01a207cd-7509-73c7-a703-54074a546e8f', NULL, NULL, 'contact', '01a207cd-7ed0-717e-86c1-abc4981c4aae', 1795427237698926, 'contact.unmasked', 'vera', '', '2026-11-23 09:47:17.698926+00', '2026-11-23 09:47:17.698929+00', '01a207cd-7f40-7e0e-873e-a323e9779cfd', '', '', '', NULL, NULL, '{"reason_id": "01a207cd-7f42-7dfd-99a1-36ea03fa8f9c", "top_up_id": "01a207cd-7ed0-7179-a692-23486f2daa1e"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-7f4b-7178-8047-ff7558ffa5ff', 'sandbox', '01a207cd-7509-73c8-9430-7aba547f6c91', NULL, NULL, 'denial', '01a207cd-7f4b-7166-b8f7-c2861cf4a7e5', 1, 'access.denied', 'finn', '', '2026-11-23 09:47:17.707089+00', '2026-11-23 09:47:17.707096+00', '01a207cd-7f4a-7954-aefc-b6ce027ba9c3', '', '', '', NULL, NULL, '{"named_id": "01a207cd-7ed0-7179-a692-23486f2daa1e", "operation": "claimTopUp"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-7f5a-7ded-81cb-5cc713a07297', 'sandbox', NULL, '01a207cd-7f4b-7bbd-82ca-2ba8c656b02e', NULL, 'customer', '01a207cd-7f4b-7bbd-82ca-2ba8c656b02e', 1795427237708501, 'customer.facts_received', 'feed', '', '2026-11-23 09:47:17.720165+00', '2026-11-23 09:47:17.722913+00', '01a207cd-7f53-7ded-b0be-95ea000f467a', '', '', '', NULL, NULL, '{"as_of": "2026-11-23T09:47:17.708501Z", "source": "directory", "facts_id": "01a207cd-7f58-728d-bfb0-cbc7b85b5ef7"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-7fa2-72b8-82e3-2fe8d244018e', 'sandbox', '01a207cd-7509-73c8-9430-7aba547f6c91', NULL, NULL, 'top_up', '01a207cd-7ed0-7179-a692-23486f2daa1e', 2, 'top_up.arrived', 'vera', '', '2026-11-23 09:47:17.735982+00', '2026-11-23 09:47:17.794178+00', '01a207cd-7f64-7e72-a6d8-b2f760b0b037', '', '', '', NULL, NULL, '{"state": "arrived", "amount": "500.00", "channel": "bank-transfer", "currency": "CNY", "reference": "TOP-H391Q-JVAGY", "channel_reference": "PAYI2VL5JX22HDOWAY5AYC3RNJLJ3"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-7fbe-7e40-a8e1-85cd067374c8', 'sandbox', '01a207cd-7509-73c8-9430-7aba547f6c91', NULL, NULL, 'contact', '01a207cd-7ed0-717e-86c1-abc4981c4aae', 1795427237822932, 'contact.unmasked', 'finn', '', '2026-11-23 09:47:17.822932+00', '2026-11-23 09:47:17.822934+00', '01a207cd-7fbd-72fa-8370-4c24f77eae5f', '', '', '', NULL, NULL, '{"reason_id": "01a207cd-7fbe-7e0d-bae9-20e92402a13e", "top_up_id": "01a207cd-7ed0-7179-a692-23486f2daa1e"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-805e-7506-9303-2fbf5f04573b', 'sandbox', '01a207cd-7509-73c7-a703-54074a546e8f', NULL, NULL, 'book', '01a207cd-7509-73c7-a703-54074a546e8f', 2, 'ledger.anchored', 'system', '', '2026-11-23 09:47:17.982329+00', '2026-11-23 09:47:17.982329+00', '', '', '', '', NULL, NULL, '{"head": "f2c74b1c35f805ed14b412d69bd4f92b9bb8e18f838c1bce0563e6495ef5109d"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-8074-79b3-aa73-9ad1c878ea44', 'sandbox', '01a207cd-7509-73c8-9430-7aba547f6c91', NULL, NULL, 'book', '01a207cd-7509-73c8-9430-7aba547f6c91', 1, 'ledger.anchored', 'system', '', '2026-11-23 09:47:18.004635+00', '2026-11-23 09:47:18.004635+00', '', '', '', '', NULL, NULL, '{"head": "2babe6ea4922ca7bb17afc3c5aaaa75453c9896419cafa64fb7e9f13903fb897"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-80a7-7636-a377-a7d2ee812576', 'sandbox', NULL, NULL, NULL, 'operation', '01a207cd-80a7-75af-82ec-e39f73627672', 1, 'ops.verify_ledger', 'olga', '', '2026-11-23 09:47:18.055404+00', '2026-11-23 09:47:18.055407+00', '01a207cd-800c-70f7-9920-bb051376cee9', '', '', '', '01a207cd-80a7-75af-82ec-e39f73627672', NULL, '{}');


ALTER TABLE public.events ENABLE TRIGGER ALL;

--
-- Data for Name: subscriptions; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.subscriptions DISABLE TRIGGER ALL;



ALTER TABLE public.subscriptions ENABLE TRIGGER ALL;

--
-- Data for Name: deliveries; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.deliveries DISABLE TRIGGER ALL;



ALTER TABLE public.deliveries ENABLE TRIGGER ALL;

--
-- Data for Name: evaluation_notes; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.evaluation_notes DISABLE TRIGGER ALL;



ALTER TABLE public.evaluation_notes ENABLE TRIGGER ALL;

--
-- Data for Name: event_positions; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.event_positions DISABLE TRIGGER ALL;

INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (1, '01a207cd-7e44-7b96-b057-4c65379b6cb1', 'sandbox', NULL, 'organisation', 'organisation.put');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (2, '01a207cd-7e5a-7543-ba5b-840bfd836da6', 'sandbox', NULL, 'organisation', 'organisation.put');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (3, '01a207cd-7f2b-7ec6-8e03-b4e6d69fb64f', 'sandbox', '01a207cd-7509-73c7-a703-54074a546e8f', 'top_up', 'top_up.unmatched');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (4, '01a207cd-7f42-7e2c-ab04-757b3f3b1fca', 'sandbox', '01a207cd-7509-73c7-a703-54074a546e8f', 'contact', 'contact.unmasked');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (5, '01a207cd-7f4b-7178-8047-ff7558ffa5ff', 'sandbox', '01a207cd-7509-73c8-9430-7aba547f6c91', 'denial', 'access.denied');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (6, '01a207cd-7f5a-7ded-81cb-5cc713a07297', 'sandbox', NULL, 'customer', 'customer.facts_received');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (7, '01a207cd-7fa2-72b8-82e3-2fe8d244018e', 'sandbox', '01a207cd-7509-73c8-9430-7aba547f6c91', 'top_up', 'top_up.arrived');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (8, '01a207cd-7fbe-7e40-a8e1-85cd067374c8', 'sandbox', '01a207cd-7509-73c8-9430-7aba547f6c91', 'contact', 'contact.unmasked');


ALTER TABLE public.event_positions ENABLE TRIGGER ALL;

--
-- Data for Name: event_queue; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.event_queue DISABLE TRIGGER ALL;

INSERT INTO public.event_queue (event_id) VALUES ('01a207cd-805e-7506-9303-2fbf5f04573b');
INSERT INTO public.event_queue (event_id) VALUES ('01a207cd-8074-79b3-aa73-9ad1c878ea44');
INSERT INTO public.event_queue (event_id) VALUES ('01a207cd-80a7-7636-a377-a7d2ee812576');


ALTER TABLE public.event_queue ENABLE TRIGGER ALL;

--
-- Data for Name: idempotency_records; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.idempotency_records DISABLE TRIGGER ALL;

INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-7509-73c7-a703-54074a546e8f', 'feed', 'ikc6qlypgkbzwoxziivmhvr2th', '\xec4f1219eda84a515b293d2ffb10bb8e8500a405aff1981cb37d7d6e814b30b1', 200, 'organisation', '01a207cd-7509-73c8-9430-7aba547f6c91', '2026-11-23 09:47:17.4045+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-7509-73c7-a703-54074a546e8f', 'feed', 'q54orlhbek535cpietcpw62sw7', '\xdb382e997dd6455a0b94b2e13522c36e22efd365d5546d30ea9efef1ef5d4ede', 200, 'organisation', '01a207cd-7509-73c9-9346-48740254fa57', '2026-11-23 09:47:17.461615+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-7509-73c7-a703-54074a546e8f', 'payment-channel:bank-transfer', 'evt_TQ7GCZHAJWLJKD7CFUWGPJNTS4', '\x665aa874b03b96ca22c34198ad26fa1ea1e648624c88a257bb5ac3f0ac628a66', 201, 'top_up', '01a207cd-7ed0-7179-a692-23486f2daa1e', '2026-11-23 09:47:17.590267+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-7509-73c7-a703-54074a546e8f', 'vera', '5copzvb7ya4txpdj7vcov5bkb7', '\x89ff4185c49faf96900a5f68308c11af80dc00b1c0030d9fa777255b1f187495', 200, 'contact', '01a207cd-7ed0-717e-86c1-abc4981c4aae', '2026-11-23 09:47:17.698144+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-7509-73c7-a703-54074a546e8f', 'feed', '2uhiterqmupd677ztqgbfayuan', '\x1b889bcb83eec359f35b790a08ac15be6030b5fed989df6e82e7a16b2a4c0eb9', 200, 'customer', '01a207cd-7f4b-7bbd-82ca-2ba8c656b02e', '2026-11-23 09:47:17.716688+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-7509-73c7-a703-54074a546e8f', 'vera', 'rorfq26o27wzlq6ckos4jq2t3t', '\x90ec16fb4c205ce396b1d93bfb10b356459cc99269f3a6f2c26e15de4c6d081e', 200, 'top_up', '01a207cd-7ed0-7179-a692-23486f2daa1e', '2026-11-23 09:47:17.733228+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-7509-73c8-9430-7aba547f6c91', 'finn', '3jteydfypcu7vu7bf7arix6yck', '\x14b79831e76076c3fd8f5a822256ee82f66cb438a5d5a3b318c176d203802e4c', 200, 'contact', '01a207cd-7ed0-717e-86c1-abc4981c4aae', '2026-11-23 09:47:17.822403+00');


ALTER TABLE public.idempotency_records ENABLE TRIGGER ALL;

--
-- Data for Name: invitation_codes; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.invitation_codes DISABLE TRIGGER ALL;



ALTER TABLE public.invitation_codes ENABLE TRIGGER ALL;

--
-- Data for Name: invitation_counts; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.invitation_counts DISABLE TRIGGER ALL;



ALTER TABLE public.invitation_counts ENABLE TRIGGER ALL;

--
-- Data for Name: lots; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.lots DISABLE TRIGGER ALL;

INSERT INTO public.lots (id, realm, partner_id, transaction_id, channel, signing_entity, payer_id, reference, arrived_at, currency, scale, amount, remaining, invoiced, bank_card) VALUES ('01a207cd-7ed0-7179-a692-23486f2daa1e', 'sandbox', '01a207cd-7509-73c8-9430-7aba547f6c91', '01a207cd-7f69-7819-8b95-1296bf333609', 2, 'cloud_computing', '01a207cd-7ed0-717e-86c1-abc4981c4aae', 'PAYI2VL5JX22HDOWAY5AYC3RNJLJ3', '2026-11-23 09:47:17.496911+00', 'CNY', 2, 500.00, 500.00, 0, false);


ALTER TABLE public.lots ENABLE TRIGGER ALL;

--
-- Data for Name: lot_draws; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.lot_draws DISABLE TRIGGER ALL;



ALTER TABLE public.lot_draws ENABLE TRIGGER ALL;

--
-- Data for Name: notifications; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.notifications DISABLE TRIGGER ALL;



ALTER TABLE public.notifications ENABLE TRIGGER ALL;

--
-- Data for Name: partner_facts; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.partner_facts DISABLE TRIGGER ALL;



ALTER TABLE public.partner_facts ENABLE TRIGGER ALL;

--
-- Data for Name: postings; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.postings DISABLE TRIGGER ALL;

INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-7ee7-70c9-9cdc-4e8b28f2a4a4', 1, 'sandbox', '01a207cd-7509-73c7-a703-54074a546e8f', '4ea9ebff-4f0a-4bed-b326-2257a8bc2b28', 1, 'money', 'SOURCE_OPERAIION_RECHARGE', -500.00, 'CNY', 2, -500.00, '2026-11-23 09:47:17.60708+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-7ee7-70c9-9cdc-4e8b28f2a4a4', 2, 'sandbox', '01a207cd-7509-73c7-a703-54074a546e8f', '7d282879-1cca-4a28-90e7-9060e8fb13f3', 1, 'money', 'SOURCE_OPERAIION_RECHARGE', 500.00, 'CNY', 2, 500.00, '2026-11-23 09:47:17.60708+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-7f69-77f9-9046-9f59c79bf59e', 1, 'sandbox', '01a207cd-7509-73c7-a703-54074a546e8f', '7d282879-1cca-4a28-90e7-9060e8fb13f3', 2, 'money', 'SOURCE_OPERAIION_RECHARGE', -500.00, 'CNY', 2, 0.00, '2026-11-23 09:47:17.737562+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-7f69-77f9-9046-9f59c79bf59e', 2, 'sandbox', '01a207cd-7509-73c7-a703-54074a546e8f', '4ea9ebff-4f0a-4bed-b326-2257a8bc2b28', 2, 'money', 'SOURCE_OPERAIION_RECHARGE', 500.00, 'CNY', 2, 0.00, '2026-11-23 09:47:17.737562+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-7f69-7819-8b95-1296bf333609', 1, 'sandbox', '01a207cd-7509-73c8-9430-7aba547f6c91', 'de93d0e7-1c80-4e8f-95f3-f8ac1a3dece1', 1, 'money', 'SOURCE_OPERAIION_RECHARGE', -500.00, 'CNY', 2, -500.00, '2026-11-23 09:47:17.737562+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-7f69-7819-8b95-1296bf333609', 2, 'sandbox', '01a207cd-7509-73c8-9430-7aba547f6c91', 'dffe0824-b512-4d1c-9bf6-5ec8066d252a', 1, 'money', 'SOURCE_OPERAIION_RECHARGE', 500.00, 'CNY', 2, 500.00, '2026-11-23 09:47:17.737562+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-7f69-7819-8b95-1296bf333609', 3, 'sandbox', '01a207cd-7509-73c8-9430-7aba547f6c91', '59558313-d03e-47c3-b550-dd3873bc57a1', 1, 'allotment', 'SOURCE_OPERAIION_RECHARGE', -500.00, 'CNY', 2, -500.00, '2026-11-23 09:47:17.737562+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-7f69-7819-8b95-1296bf333609', 4, 'sandbox', '01a207cd-7509-73c8-9430-7aba547f6c91', '2f2f3af9-a87b-4c10-9db1-0aaa46eaa0a9', 1, 'allotment', 'SOURCE_OPERAIION_RECHARGE', 500.00, 'CNY', 2, 500.00, '2026-11-23 09:47:17.737562+00');


ALTER TABLE public.postings ENABLE TRIGGER ALL;

--
-- Data for Name: protection_slots; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.protection_slots DISABLE TRIGGER ALL;



ALTER TABLE public.protection_slots ENABLE TRIGGER ALL;

--
-- Data for Name: settlement_steps; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.settlement_steps DISABLE TRIGGER ALL;



ALTER TABLE public.settlement_steps ENABLE TRIGGER ALL;

--
-- Data for Name: statement_lines; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.statement_lines DISABLE TRIGGER ALL;



ALTER TABLE public.statement_lines ENABLE TRIGGER ALL;

--
-- Data for Name: statement_positions; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.statement_positions DISABLE TRIGGER ALL;

INSERT INTO public.statement_positions (realm, source, after) VALUES ('sandbox', 'bank', 0);


ALTER TABLE public.statement_positions ENABLE TRIGGER ALL;

--
-- Data for Name: step_up_codes; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.step_up_codes DISABLE TRIGGER ALL;



ALTER TABLE public.step_up_codes ENABLE TRIGGER ALL;

--
-- Data for Name: tasks; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.tasks DISABLE TRIGGER ALL;

INSERT INTO public.tasks (id, realm, partner_id, party, kind, subject_kind, subject_id, reference, account_manager, since, due_at, on_silence, escalated, closed_at) VALUES ('01a207cd-7ee7-7089-9b68-386b52b9d352', 'sandbox', '01a207cd-7509-73c7-a703-54074a546e8f', 'vendor', 'claim_top_up', 'top_up', '01a207cd-7ed0-7179-a692-23486f2daa1e', 'TOP-H391Q-JVAGY', '', '2026-11-23 09:47:17.584097+00', NULL, '', false, '2026-11-23 09:47:17.735982+00');


ALTER TABLE public.tasks ENABLE TRIGGER ALL;

--
-- Data for Name: top_ups; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.top_ups DISABLE TRIGGER ALL;

INSERT INTO public.top_ups (id, realm, partner_id, reference, state, state_since, version, channel, channel_number, event_id, channel_reference, signing_entity, payment_account, payer_id, amount, currency, scale, arrived_at, decider, opinion, evaluation_id, created_at) VALUES ('01a207cd-7ed0-7179-a692-23486f2daa1e', 'sandbox', '01a207cd-7509-73c8-9430-7aba547f6c91', 'TOP-H391Q-JVAGY', 'arrived', '2026-11-23 09:47:17.735982+00', 2, 'bank-transfer', 2, 'evt_TQ7GCZHAJWLJKD7CFUWGPJNTS4', 'PAYI2VL5JX22HDOWAY5AYC3RNJLJ3', 'cloud_computing', 'ACC-NOBODY', '01a207cd-7ed0-717e-86c1-abc4981c4aae', 500, 'CNY', 2, '2026-11-23 09:47:17.496911+00', 'vera', 'the receipt fits', '01a207cd-7f68-755b-9cc8-e958f646f56a', '2026-11-23 09:47:17.584097+00');


ALTER TABLE public.top_ups ENABLE TRIGGER ALL;

--
-- Data for Name: unmask_reasons; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.unmask_reasons DISABLE TRIGGER ALL;

INSERT INTO public.unmask_reasons (id, realm, partner_id, reason) VALUES ('01a207cd-7f42-7dfd-99a1-36ea03fa8f9c', 'sandbox', '01a207cd-7509-73c7-a703-54074a546e8f', 'compare with the receipt');
INSERT INTO public.unmask_reasons (id, realm, partner_id, reason) VALUES ('01a207cd-7fbe-7e0d-bae9-20e92402a13e', 'sandbox', '01a207cd-7509-73c8-9430-7aba547f6c91', 'books');


ALTER TABLE public.unmask_reasons ENABLE TRIGGER ALL;

--
-- Data for Name: withdrawal_lots; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.withdrawal_lots DISABLE TRIGGER ALL;



ALTER TABLE public.withdrawal_lots ENABLE TRIGGER ALL;

--
-- PostgreSQL database dump complete
--


