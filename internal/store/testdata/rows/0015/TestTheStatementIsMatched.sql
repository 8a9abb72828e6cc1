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

INSERT INTO public.organisations (id, realm, kind, parent_id, site, name, country, credit_code, frozen, prepaid, has_contact, contact_id, version, created_at, updated_at, payment_account) VALUES ('01a207cd-9f4b-765e-96d7-0efe065077da', 'sandbox', 'vendor', NULL, 'cn', 'Cloud Vendor', '', '', false, false, false, NULL, 1, '2026-11-23 09:47:27.089476+00', '2026-11-23 09:47:27.089476+00', '');
INSERT INTO public.organisations (id, realm, kind, parent_id, site, name, country, credit_code, frozen, prepaid, has_contact, contact_id, version, created_at, updated_at, payment_account) VALUES ('01a207cd-9f4b-7661-a5d3-2f2b5ba92a9a', 'sandbox', 'partner', NULL, 'cn', 'Borealis', 'CN', '', false, false, true, '01a207cd-a53c-78db-bce7-c9a33e2b5ddb', 1, '2026-11-23 09:47:27.418229+00', '2026-11-23 09:47:27.418229+00', 'ACC-BOREALIS');
INSERT INTO public.organisations (id, realm, kind, parent_id, site, name, country, credit_code, frozen, prepaid, has_contact, contact_id, version, created_at, updated_at, payment_account) VALUES ('01a207cd-9f4b-7660-ba21-82f6a69c2858', 'sandbox', 'partner', NULL, 'cn', 'Aurora', 'CN', '', false, false, true, '01a207cd-a578-7129-88c9-dbedb0b727c7', 1, '2026-11-23 09:47:27.468806+00', '2026-11-23 09:47:27.468806+00', 'ACC-AURORA');


ALTER TABLE public.organisations ENABLE TRIGGER ALL;

--
-- Data for Name: contacts; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.contacts DISABLE TRIGGER ALL;

INSERT INTO public.contacts (id, realm, owner_id, purpose, person_name, account_name, phone, email, retain_until, created_at, bank, bank_branch, bank_account) VALUES ('01a207cd-a53c-78db-bce7-c9a33e2b5ddb', 'sandbox', '01a207cd-9f4b-7661-a5d3-2f2b5ba92a9a', 'partner', 'Office', '', '', 'borealis@partner.example', '2126-11-23 09:47:27.418229+00', '2026-11-23 09:47:27.418229+00', '', '', '');
INSERT INTO public.contacts (id, realm, owner_id, purpose, person_name, account_name, phone, email, retain_until, created_at, bank, bank_branch, bank_account) VALUES ('01a207cd-a578-7129-88c9-dbedb0b727c7', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'partner', 'Office', '', '', 'aurora@partner.example', '2126-11-23 09:47:27.468806+00', '2026-11-23 09:47:27.468806+00', '', '', '');


ALTER TABLE public.contacts ENABLE TRIGGER ALL;

--
-- Data for Name: policies; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.policies DISABLE TRIGGER ALL;

INSERT INTO public.policies (id, realm, site, version, schema, effective_from, author, approver, approved_at, created_at, document) VALUES ('01a207cd-a3f3-758e-a53d-98f1c5a00154', 'sandbox', 'cn', 1, 3, '2020-01-01 00:00:00+00', 'release', 'installation', '2026-11-23 09:47:27.089476+00', '2026-11-23 09:47:27.089476+00', '{"zone": "Asia/Shanghai", "facts": {"max_age_hours": 24}, "funds": {"payment_conflict_days": 30}, "events": {"log_days": 30, "disable_hours": 24, "give_up_hours": 72, "subscriptions": 10, "timeout_seconds": 10, "last_retry_minutes": 60, "streams_per_person": 5, "first_retry_seconds": 5, "secret_overlap_hours": 24}, "leaving": {"causes": {"in_arrears": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "owed_invoices": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "account_frozen": [], "member_account": ["customer_unlink_consultant"], "pick_up_vouchers": ["customer_unlink_consultant", "customer_unlink_resale"], "special_contract": ["customer_unlink_resale"], "consultant_balance": ["partner_switch_consultant"], "reserved_instances": ["partner_switch_consultant", "partner_switch_resale", "customer_unlink_resale"], "partner_support_plan": ["customer_unlink_resale"], "orders_awaiting_partner": ["partner_unlink_consultant", "partner_switch_consultant", "customer_unlink_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "independent_accounting_member": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "master_with_independent_members": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"]}, "step_up": false, "grace_days": 3, "answer_days": 15, "reminder_days": [3, 7, 13], "step_attempts": 5, "window_months": 3, "step_up_minutes": 10, "partner_requests": 1, "step_up_attempts": 5, "customer_requests": 1, "step_retry_minutes": 1}, "calendar": {"holidays": ["2025-01-01", "2025-01-28", "2025-01-29", "2025-01-30", "2025-01-31", "2025-02-01", "2025-02-02", "2025-02-03", "2025-02-04", "2025-04-04", "2025-04-05", "2025-04-06", "2025-05-01", "2025-05-02", "2025-05-03", "2025-05-04", "2025-05-05", "2025-05-31", "2025-06-01", "2025-06-02", "2025-10-01", "2025-10-02", "2025-10-03", "2025-10-04", "2025-10-05", "2025-10-06", "2025-10-07", "2025-10-08", "2026-01-01", "2026-01-02", "2026-01-03", "2026-02-15", "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20", "2026-02-21", "2026-02-22", "2026-02-23", "2026-04-04", "2026-04-05", "2026-04-06", "2026-05-01", "2026-05-02", "2026-05-03", "2026-05-04", "2026-05-05", "2026-06-19", "2026-06-20", "2026-06-21", "2026-09-25", "2026-09-26", "2026-09-27", "2026-10-01", "2026-10-02", "2026-10-03", "2026-10-04", "2026-10-05", "2026-10-06", "2026-10-07"], "make_up_days": ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11", "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"], "published_until": "2026-12-31"}, "retention": {"contact_days": 365, "idempotency_days": 7}, "invitation": {"daily_per_operator": 100, "link_validity_days": 7, "recipients_per_call": 50}, "withdrawal": {"step_up": false, "rebate_channels": [7], "ask_bank_seconds": 2, "original_windows": [{"then": "none", "months": 3, "channel": 1, "signing_entity": "cloud_computing"}, {"then": "none", "months": 0, "channel": 2, "signing_entity": "cloud_computing"}, {"then": "bank_card", "months": 11, "channel": 1, "signing_entity": "other"}, {"then": "bank_card", "months": 11, "channel": 5, "signing_entity": "other"}, {"then": "bank_card", "months": 3, "channel": 317, "signing_entity": "other"}, {"then": "none", "months": 0, "channel": 2, "signing_entity": "other"}], "bank_card_channels": [10], "facts_max_age_hours": 24, "second_review_above": [{"amount": "500000.00", "currency": "CNY"}, {"amount": "70000.00", "currency": "EUR"}, {"amount": "550000.00", "currency": "HKD"}, {"amount": "10000000", "currency": "JPY"}, {"amount": "70000.00", "currency": "USD"}], "ask_bank_max_minutes": 60, "ask_processing_hours": 24, "bank_patience_minutes": 60, "reconcile_grace_hours": 24, "bank_card_working_days": 7, "review_target_working_days": 3, "review_reminder_working_days": 1}, "association": {"notice_version": "1", "registration_age_days": 7, "directory_patience_minutes": 10}, "registration": {"open_cap": 100, "outcomes": {"contract_signed": "never", "country_mismatch": "allow", "reward_programme": "never", "account_other_site": "never", "consumer_cloud_user": "never", "customer_is_partner": "never", "registered_by_vendor": "review", "online_sales_customer": "review", "followed_by_direct_sales": "review", "unified_accounting_member": "never", "cash_consumption_unfollowed": "never", "authorised_sales_centre_customer": "review"}, "batch_limit": 100, "validity_days": 15, "accounts_per_phone": 3, "reminder_days_before": [3], "followed_account_age_days": 7, "review_lapse_working_days": 10, "distinct_customers_per_day": 300, "review_target_working_days": 3}}');
INSERT INTO public.policies (id, realm, site, version, schema, effective_from, author, approver, approved_at, created_at, document) VALUES ('01a207cd-a3f4-7be1-a5f8-8308c4f21e14', 'sandbox', 'intl', 1, 3, '2020-01-01 00:00:00+00', 'release', 'installation', '2026-11-23 09:47:27.089476+00', '2026-11-23 09:47:27.089476+00', '{"zone": "UTC", "facts": {"max_age_hours": 24}, "funds": {"payment_conflict_days": 30}, "events": {"log_days": 30, "disable_hours": 24, "give_up_hours": 72, "subscriptions": 10, "timeout_seconds": 10, "last_retry_minutes": 60, "streams_per_person": 5, "first_retry_seconds": 5, "secret_overlap_hours": 24}, "leaving": {"causes": {"in_arrears": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "owed_invoices": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "account_frozen": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "member_account": ["customer_unlink_consultant"], "pick_up_vouchers": ["customer_unlink_consultant", "customer_unlink_resale"], "special_contract": ["customer_unlink_resale"], "consultant_balance": ["partner_switch_consultant"], "reserved_instances": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "partner_support_plan": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "orders_awaiting_partner": ["partner_unlink_consultant", "partner_switch_consultant", "customer_unlink_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "independent_accounting_member": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "master_with_independent_members": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"]}, "step_up": false, "grace_days": 3, "answer_days": 15, "reminder_days": [3, 7, 13], "step_attempts": 5, "window_months": 3, "step_up_minutes": 10, "partner_requests": 1, "step_up_attempts": 5, "customer_requests": 3, "step_retry_minutes": 1}, "calendar": {"holidays": [], "make_up_days": [], "published_until": ""}, "retention": {"contact_days": 365, "idempotency_days": 7}, "invitation": {"daily_per_operator": 100, "link_validity_days": 7, "recipients_per_call": 50}, "withdrawal": {"step_up": false, "rebate_channels": [7], "ask_bank_seconds": 2, "original_windows": [{"then": "none", "months": 3, "channel": 1, "signing_entity": "cloud_computing"}, {"then": "none", "months": 0, "channel": 2, "signing_entity": "cloud_computing"}, {"then": "bank_card", "months": 11, "channel": 1, "signing_entity": "other"}, {"then": "bank_card", "months": 11, "channel": 5, "signing_entity": "other"}, {"then": "bank_card", "months": 3, "channel": 317, "signing_entity": "other"}, {"then": "none", "months": 0, "channel": 2, "signing_entity": "other"}], "bank_card_channels": [10], "facts_max_age_hours": 24, "second_review_above": [{"amount": "500000.00", "currency": "CNY"}, {"amount": "70000.00", "currency": "EUR"}, {"amount": "550000.00", "currency": "HKD"}, {"amount": "10000000", "currency": "JPY"}, {"amount": "70000.00", "currency": "USD"}], "ask_bank_max_minutes": 60, "ask_processing_hours": 24, "bank_patience_minutes": 60, "reconcile_grace_hours": 24, "bank_card_working_days": 7, "review_target_working_days": 3, "review_reminder_working_days": 1}, "association": {"notice_version": "1", "registration_age_days": 7, "directory_patience_minutes": 10}, "registration": {"open_cap": 100, "outcomes": {"contract_signed": "never", "country_mismatch": "review", "reward_programme": "never", "account_other_site": "never", "consumer_cloud_user": "never", "customer_is_partner": "never", "registered_by_vendor": "review", "online_sales_customer": "review", "followed_by_direct_sales": "review", "unified_accounting_member": "never", "cash_consumption_unfollowed": "never", "authorised_sales_centre_customer": "review"}, "batch_limit": 100, "validity_days": 15, "accounts_per_phone": 3, "reminder_days_before": [3], "followed_account_age_days": 7, "review_lapse_working_days": 10, "distinct_customers_per_day": 300, "review_target_working_days": 3}}');
INSERT INTO public.policies (id, realm, site, version, schema, effective_from, author, approver, approved_at, created_at, document) VALUES ('01a207cd-a3f5-731a-8cdb-d518d080501d', 'sandbox', 'eu', 1, 3, '2020-01-01 00:00:00+00', 'release', 'installation', '2026-11-23 09:47:27.089476+00', '2026-11-23 09:47:27.089476+00', '{"zone": "Europe/Brussels", "facts": {"max_age_hours": 24}, "funds": {"payment_conflict_days": 30}, "events": {"log_days": 30, "disable_hours": 24, "give_up_hours": 72, "subscriptions": 10, "timeout_seconds": 10, "last_retry_minutes": 60, "streams_per_person": 5, "first_retry_seconds": 5, "secret_overlap_hours": 24}, "leaving": {"causes": {"in_arrears": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "owed_invoices": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "account_frozen": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "member_account": ["customer_unlink_consultant"], "pick_up_vouchers": ["customer_unlink_consultant", "customer_unlink_resale"], "special_contract": ["customer_unlink_resale"], "consultant_balance": ["partner_switch_consultant"], "reserved_instances": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "partner_support_plan": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "orders_awaiting_partner": ["partner_unlink_consultant", "partner_switch_consultant", "customer_unlink_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "independent_accounting_member": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "master_with_independent_members": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"]}, "step_up": false, "grace_days": 3, "answer_days": 15, "reminder_days": [3, 7, 13], "step_attempts": 5, "window_months": 3, "step_up_minutes": 10, "partner_requests": 1, "step_up_attempts": 5, "customer_requests": 3, "step_retry_minutes": 1}, "calendar": {"holidays": [], "make_up_days": [], "published_until": ""}, "retention": {"contact_days": 365, "idempotency_days": 7}, "invitation": {"daily_per_operator": 100, "link_validity_days": 7, "recipients_per_call": 50}, "withdrawal": {"step_up": false, "rebate_channels": [7], "ask_bank_seconds": 2, "original_windows": [{"then": "none", "months": 3, "channel": 1, "signing_entity": "cloud_computing"}, {"then": "none", "months": 0, "channel": 2, "signing_entity": "cloud_computing"}, {"then": "bank_card", "months": 11, "channel": 1, "signing_entity": "other"}, {"then": "bank_card", "months": 11, "channel": 5, "signing_entity": "other"}, {"then": "bank_card", "months": 3, "channel": 317, "signing_entity": "other"}, {"then": "none", "months": 0, "channel": 2, "signing_entity": "other"}], "bank_card_channels": [10], "facts_max_age_hours": 24, "second_review_above": [{"amount": "500000.00", "currency": "CNY"}, {"amount": "70000.00", "currency": "EUR"}, {"amount": "550000.00", "currency": "HKD"}, {"amount": "10000000", "currency": "JPY"}, {"amount": "70000.00", "currency": "USD"}], "ask_bank_max_minutes": 60, "ask_processing_hours": 24, "bank_patience_minutes": 60, "reconcile_grace_hours": 24, "bank_card_working_days": 7, "review_target_working_days": 3, "review_reminder_working_days": 1}, "association": {"notice_version": "1", "registration_age_days": 7, "directory_patience_minutes": 10}, "registration": {"open_cap": 100, "outcomes": {"contract_signed": "never", "country_mismatch": "review", "reward_programme": "never", "account_other_site": "never", "consumer_cloud_user": "never", "customer_is_partner": "never", "registered_by_vendor": "review", "online_sales_customer": "review", "followed_by_direct_sales": "review", "unified_accounting_member": "never", "cash_consumption_unfollowed": "never", "authorised_sales_centre_customer": "review"}, "batch_limit": 100, "validity_days": 15, "accounts_per_phone": 3, "reminder_days_before": [3], "followed_account_age_days": 7, "review_lapse_working_days": 10, "distinct_customers_per_day": 300, "review_target_working_days": 3}}');


ALTER TABLE public.policies ENABLE TRIGGER ALL;

--
-- Data for Name: evaluations; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.evaluations DISABLE TRIGGER ALL;

INSERT INTO public.evaluations (id, realm, org_id, rule_set, subject_kind, subject_id, policy_id, facts_ids, outcome, blockers, actor, request_id, at) VALUES ('01a207cd-a607-707a-bdbd-4531c2e58578', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal.submit', 'withdrawal', '01a207cd-a5f1-7d67-b493-142a78430511', '01a207cd-a3f3-758e-a53d-98f1c5a00154', '["01a207cd-a5a6-7224-85a8-3558cf7d9c0a"]', 'allow', '[]', 'finn', '01a207cd-a5e9-7b93-8be9-39fb2a5c364f', '2026-11-23 09:47:27.615541+00');
INSERT INTO public.evaluations (id, realm, org_id, rule_set, subject_kind, subject_id, policy_id, facts_ids, outcome, blockers, actor, request_id, at) VALUES ('01a207cd-a65e-735e-b33c-667180cabee4', 'sandbox', '01a207cd-9f4b-765e-96d7-0efe065077da', 'withdrawal.review', 'withdrawal', '01a207cd-a5f1-7d67-b493-142a78430511', '01a207cd-a3f3-758e-a53d-98f1c5a00154', '[]', 'allow', '[]', 'vera', '01a207cd-a634-7eaa-a720-8ffa0a3f23de', '2026-11-23 09:47:27.710204+00');
INSERT INTO public.evaluations (id, realm, org_id, rule_set, subject_kind, subject_id, policy_id, facts_ids, outcome, blockers, actor, request_id, at) VALUES ('01a207cd-a6d0-72d2-8ed7-7f6a3f8e6bd5', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal.submit', 'withdrawal', '01a207cd-a6ca-72cd-ac74-b7873790632e', '01a207cd-a3f3-758e-a53d-98f1c5a00154', '["01a207cd-a5a6-7224-85a8-3558cf7d9c0a"]', 'allow', '[]', 'finn', '01a207cd-a6c8-7437-92f3-03a4a745201b', '2026-11-23 09:47:27.819529+00');
INSERT INTO public.evaluations (id, realm, org_id, rule_set, subject_kind, subject_id, policy_id, facts_ids, outcome, blockers, actor, request_id, at) VALUES ('01a207cd-a700-7d66-9142-eeaf2b31d40a', 'sandbox', '01a207cd-9f4b-765e-96d7-0efe065077da', 'withdrawal.review', 'withdrawal', '01a207cd-a6ca-72cd-ac74-b7873790632e', '01a207cd-a3f3-758e-a53d-98f1c5a00154', '[]', 'allow', '[]', 'vera', '01a207cd-a6df-756c-a5f0-c2487da07d28', '2026-11-23 09:47:27.872855+00');
INSERT INTO public.evaluations (id, realm, org_id, rule_set, subject_kind, subject_id, policy_id, facts_ids, outcome, blockers, actor, request_id, at) VALUES ('01a207cd-a765-7591-b2dd-4261fda1215b', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal.submit', 'withdrawal', '01a207cd-a762-7332-a46b-def2da4a9d04', '01a207cd-a3f3-758e-a53d-98f1c5a00154', '["01a207cd-a5a6-7224-85a8-3558cf7d9c0a"]', 'allow', '[]', 'finn', '01a207cd-a761-77b0-87de-0357ed1aaed4', '2026-11-23 09:47:27.971117+00');
INSERT INTO public.evaluations (id, realm, org_id, rule_set, subject_kind, subject_id, policy_id, facts_ids, outcome, blockers, actor, request_id, at) VALUES ('01a207cd-a78f-75d0-8a89-0ec2d469ec9e', 'sandbox', '01a207cd-9f4b-765e-96d7-0efe065077da', 'withdrawal.review', 'withdrawal', '01a207cd-a762-7332-a46b-def2da4a9d04', '01a207cd-a3f3-758e-a53d-98f1c5a00154', '[]', 'allow', '[]', 'vera', '01a207cd-a76f-7075-83d8-e7f34cde5dd9', '2026-11-23 09:47:28.015363+00');
INSERT INTO public.evaluations (id, realm, org_id, rule_set, subject_kind, subject_id, policy_id, facts_ids, outcome, blockers, actor, request_id, at) VALUES ('01a207cd-a852-7984-82db-a7d03dc13b81', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal.submit', 'withdrawal', '01a207cd-a849-75c7-8df4-91ff9381a975', '01a207cd-a3f3-758e-a53d-98f1c5a00154', '["01a207cd-a5a6-7224-85a8-3558cf7d9c0a"]', 'allow', '[]', 'finn', '01a207cd-a848-765b-871d-d20f22938a06', '2026-11-23 09:47:28.204469+00');
INSERT INTO public.evaluations (id, realm, org_id, rule_set, subject_kind, subject_id, policy_id, facts_ids, outcome, blockers, actor, request_id, at) VALUES ('01a207cd-a88f-7b5c-8e1b-d45a52426a66', 'sandbox', '01a207cd-9f4b-765e-96d7-0efe065077da', 'withdrawal.review', 'withdrawal', '01a207cd-a849-75c7-8df4-91ff9381a975', '01a207cd-a3f3-758e-a53d-98f1c5a00154', '[]', 'allow', '[]', 'vera', '01a207cd-a864-7a66-be50-d956de23c6a2', '2026-11-23 09:47:28.271727+00');


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

INSERT INTO public.books (partner_id, realm, seq, head, recorded_at) VALUES ('01a207cd-9f4b-7660-ba21-82f6a69c2858', 'sandbox', 12, '\x81fc7b32e0fb39cbef563d571436807368f168cebded3207c456332af165701a', '2026-11-23 09:47:28.302824+00');


ALTER TABLE public.books ENABLE TRIGGER ALL;

--
-- Data for Name: accounts; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.accounts DISABLE TRIGGER ALL;

INSERT INTO public.accounts (id, realm, partner_id, kind, customer_id, currency, scale, balance, seq) VALUES ('b5775c5f-1d92-4c3f-be44-ea6d21ce3d5e', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'cash', '00000000-0000-0000-0000-000000000000', 'CNY', 2, 20.00, 9);
INSERT INTO public.accounts (id, realm, partner_id, kind, customer_id, currency, scale, balance, seq) VALUES ('b242111f-2cc5-4cf0-ba98-b63efe153541', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'frozen', '00000000-0000-0000-0000-000000000000', 'CNY', 2, 40.00, 7);
INSERT INTO public.accounts (id, realm, partner_id, kind, customer_id, currency, scale, balance, seq) VALUES ('7f53f674-38de-42f0-b27f-e547d5618f6a', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'allocatable', '00000000-0000-0000-0000-000000000000', 'CNY', 2, 20.00, 9);
INSERT INTO public.accounts (id, realm, partner_id, kind, customer_id, currency, scale, balance, seq) VALUES ('cf73ff9c-e978-4388-9560-ce09b9fe467f', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'issued', '00000000-0000-0000-0000-000000000000', 'CNY', 2, -20.00, 9);
INSERT INTO public.accounts (id, realm, partner_id, kind, customer_id, currency, scale, balance, seq) VALUES ('19768248-5a6e-45ac-9388-74abe3c05c84', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'suspense', '00000000-0000-0000-0000-000000000000', 'CNY', 2, -39.99, 1);
INSERT INTO public.accounts (id, realm, partner_id, kind, customer_id, currency, scale, balance, seq) VALUES ('decf017b-bcdf-4d6d-8820-47e5288c4884', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'clearing', '00000000-0000-0000-0000-000000000000', 'CNY', 2, -20.01, 7);


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

INSERT INTO public.ledger_transactions (id, realm, partner_id, book_seq, kind, trade_type, subject_kind, subject_id, cause, association_id, reverses_id, effective_at, recorded_at, previous, hash) VALUES ('01a207cd-a5d0-72c9-9c6a-85463104f1de', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 1, 'top_up', 'SOURCE_OPERAIION_RECHARGE', 'top_up', '01a207cd-a5c8-7509-bf78-cf79097150ca', 'top_up:01a207cd-a5c8-7509-bf78-cf79097150ca', NULL, NULL, '2026-11-23 08:47:27.560314+00', '2026-11-23 09:47:27.568291+00', '\x0000000000000000000000000000000000000000000000000000000000000000', '\x0792291004c8fb76bc9b35da0489e3906c0a5c0c2688198b6df489a71846f0af');
INSERT INTO public.ledger_transactions (id, realm, partner_id, book_seq, kind, trade_type, subject_kind, subject_id, cause, association_id, reverses_id, effective_at, recorded_at, previous, hash) VALUES ('01a207cd-a607-7598-89da-c8711bb985b7', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 2, 'freeze', 'SOURCE_OPERAIION_RFROZEN', 'withdrawal', '01a207cd-a5f1-7d67-b493-142a78430511', 'withdrawal:01a207cd-a5f1-7d67-b493-142a78430511:freeze', NULL, NULL, '2026-11-23 09:47:27.615541+00', '2026-11-23 09:47:27.623391+00', '\x0792291004c8fb76bc9b35da0489e3906c0a5c0c2688198b6df489a71846f0af', '\x4343bd901b74d30f6d6cc777c8e96dee39cfb058ccb221b69ffd1c3e0b4410e9');
INSERT INTO public.ledger_transactions (id, realm, partner_id, book_seq, kind, trade_type, subject_kind, subject_id, cause, association_id, reverses_id, effective_at, recorded_at, previous, hash) VALUES ('01a207cd-a686-7c3b-bd8d-4df9d124d5bc', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 3, 'payout', 'SOURCE_OPERAIION_CLEARFROZEN', 'withdrawal', '01a207cd-a5f1-7d67-b493-142a78430511', 'payout:01a207cd-a660-78a8-aa16-d17ecd6c315d:paid', NULL, NULL, '2026-11-23 09:47:27.750143+00', '2026-11-23 09:47:27.750826+00', '\x4343bd901b74d30f6d6cc777c8e96dee39cfb058ccb221b69ffd1c3e0b4410e9', '\x95ba3607937b6d3ba476866e457111b65cbbc24072ef85864e8f9ebc9b42edb1');
INSERT INTO public.ledger_transactions (id, realm, partner_id, book_seq, kind, trade_type, subject_kind, subject_id, cause, association_id, reverses_id, effective_at, recorded_at, previous, hash) VALUES ('01a207cd-a6bd-709d-9ea0-fb3a0ab2c3dc', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 4, 'top_up', 'SOURCE_OPERAIION_RECHARGE', 'top_up', '01a207cd-a6b1-75a3-9938-3f73fc543001', 'top_up:01a207cd-a6b1-75a3-9938-3f73fc543001', NULL, NULL, '2026-11-23 08:47:27.79336+00', '2026-11-23 09:47:27.805121+00', '\x95ba3607937b6d3ba476866e457111b65cbbc24072ef85864e8f9ebc9b42edb1', '\xe168802c439925ce36370c0305114c58ca1fbc3c4534836e8921e74c75a570e3');
INSERT INTO public.ledger_transactions (id, realm, partner_id, book_seq, kind, trade_type, subject_kind, subject_id, cause, association_id, reverses_id, effective_at, recorded_at, previous, hash) VALUES ('01a207cd-a6d0-76d8-b7d8-aa199b4743b5', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 5, 'freeze', 'SOURCE_OPERAIION_RFROZEN', 'withdrawal', '01a207cd-a6ca-72cd-ac74-b7873790632e', 'withdrawal:01a207cd-a6ca-72cd-ac74-b7873790632e:freeze', NULL, NULL, '2026-11-23 09:47:27.819529+00', '2026-11-23 09:47:27.824506+00', '\xe168802c439925ce36370c0305114c58ca1fbc3c4534836e8921e74c75a570e3', '\x44ce05045e3ad94329f39938b8674f17512a4acc115073e81e7904d4eb6d2d7a');
INSERT INTO public.ledger_transactions (id, realm, partner_id, book_seq, kind, trade_type, subject_kind, subject_id, cause, association_id, reverses_id, effective_at, recorded_at, previous, hash) VALUES ('01a207cd-a71f-7347-9fa4-416a96f81db5', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 6, 'unfreeze', 'SOURCE_OPERAIION_UNFROZEN', 'withdrawal', '01a207cd-a6ca-72cd-ac74-b7873790632e', 'payout:01a207cd-a702-73a5-9618-6b44a4ed89e3:unfreeze', NULL, NULL, '2026-11-23 09:47:27.902492+00', '2026-11-23 09:47:27.903246+00', '\x44ce05045e3ad94329f39938b8674f17512a4acc115073e81e7904d4eb6d2d7a', '\xc8792b1280f26be20e4f9d4e25f9eb6e78671076c315cc424edfa1fa1b7d6ead');
INSERT INTO public.ledger_transactions (id, realm, partner_id, book_seq, kind, trade_type, subject_kind, subject_id, cause, association_id, reverses_id, effective_at, recorded_at, previous, hash) VALUES ('01a207cd-a757-740d-be71-67d76a3c211e', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 7, 'top_up', 'SOURCE_OPERAIION_RECHARGE', 'top_up', '01a207cd-a750-7058-a6b0-c0fa891a306f', 'top_up:01a207cd-a750-7058-a6b0-c0fa891a306f', NULL, NULL, '2026-11-23 08:47:27.952016+00', '2026-11-23 09:47:27.959298+00', '\xc8792b1280f26be20e4f9d4e25f9eb6e78671076c315cc424edfa1fa1b7d6ead', '\x87901da89e05ab4c06fc1c450249da87d37225910599d602e83e01c4597092ea');
INSERT INTO public.ledger_transactions (id, realm, partner_id, book_seq, kind, trade_type, subject_kind, subject_id, cause, association_id, reverses_id, effective_at, recorded_at, previous, hash) VALUES ('01a207cd-a765-77b5-bd5d-9eebb195039d', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 8, 'freeze', 'SOURCE_OPERAIION_RFROZEN', 'withdrawal', '01a207cd-a762-7332-a46b-def2da4a9d04', 'withdrawal:01a207cd-a762-7332-a46b-def2da4a9d04:freeze', NULL, NULL, '2026-11-23 09:47:27.971117+00', '2026-11-23 09:47:27.973527+00', '\x87901da89e05ab4c06fc1c450249da87d37225910599d602e83e01c4597092ea', '\x6e9a3bc637dd3c0d84e96f711f5ff7908cc578609eb75b7acc6b357544022825');
INSERT INTO public.ledger_transactions (id, realm, partner_id, book_seq, kind, trade_type, subject_kind, subject_id, cause, association_id, reverses_id, effective_at, recorded_at, previous, hash) VALUES ('01a207cd-a7ff-758c-b46c-2177ce30fb5a', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 9, 'payout', 'SOURCE_OPERAIION_CLEARFROZEN', 'withdrawal', '01a207cd-a762-7332-a46b-def2da4a9d04', 'payout:01a207cd-a790-76eb-a8de-3037a1396115:paid', NULL, NULL, '2026-11-23 09:47:28.126775+00', '2026-11-23 09:47:28.127389+00', '\x6e9a3bc637dd3c0d84e96f711f5ff7908cc578609eb75b7acc6b357544022825', '\xf4651c8a7234d1211730e25c717c7e0a476d12c465d3e7d9806ff017ff51c72e');
INSERT INTO public.ledger_transactions (id, realm, partner_id, book_seq, kind, trade_type, subject_kind, subject_id, cause, association_id, reverses_id, effective_at, recorded_at, previous, hash) VALUES ('01a207cd-a822-70cc-9bd8-cb42c8281d12', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 10, 'top_up', 'SOURCE_OPERAIION_RECHARGE', 'top_up', '01a207cd-a816-799e-8243-691562dce230', 'top_up:01a207cd-a816-799e-8243-691562dce230', NULL, NULL, '2026-11-23 08:47:28.150616+00', '2026-11-23 09:47:28.162092+00', '\xf4651c8a7234d1211730e25c717c7e0a476d12c465d3e7d9806ff017ff51c72e', '\xb07cf3a94dbf6fac05064292d2846d4c96199d4da09cbf7c673d6d9a50d22277');
INSERT INTO public.ledger_transactions (id, realm, partner_id, book_seq, kind, trade_type, subject_kind, subject_id, cause, association_id, reverses_id, effective_at, recorded_at, previous, hash) VALUES ('01a207cd-a852-7bbb-b45d-aec0e8bd67ba', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 11, 'freeze', 'SOURCE_OPERAIION_RFROZEN', 'withdrawal', '01a207cd-a849-75c7-8df4-91ff9381a975', 'withdrawal:01a207cd-a849-75c7-8df4-91ff9381a975:freeze', NULL, NULL, '2026-11-23 09:47:28.204469+00', '2026-11-23 09:47:28.210794+00', '\xb07cf3a94dbf6fac05064292d2846d4c96199d4da09cbf7c673d6d9a50d22277', '\x17a00f1aa1020f04c6e30339e7e5125e37e570a7f6cc5d7fdb9f9678807c2a35');
INSERT INTO public.ledger_transactions (id, realm, partner_id, book_seq, kind, trade_type, subject_kind, subject_id, cause, association_id, reverses_id, effective_at, recorded_at, previous, hash) VALUES ('01a207cd-a8ae-7c52-be04-59f8898fc87c', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 12, 'unsuspend', 'SOURCE_OPERAIION_RECHARGE', 'withdrawal', '01a207cd-a849-75c7-8df4-91ff9381a975', 'payout:01a207cd-a891-7ccf-91a0-27f1a767d1da:differs:39.99 CNY', NULL, NULL, '2026-11-23 09:47:28.302421+00', '2026-11-23 09:47:28.302824+00', '\x17a00f1aa1020f04c6e30339e7e5125e37e570a7f6cc5d7fdb9f9678807c2a35', '\x81fc7b32e0fb39cbef563d571436807368f168cebded3207c456332af165701a');


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

INSERT INTO public.withdrawals (id, realm, partner_id, reference, state, state_since, version, policy_id, evaluation_id, next_wake_at, acted_at, created_at, route, amount, currency, scale, decline_original, maker, contact_id, account_hash, two_reviews, first_reviewer, first_opinion, first_reviewed_at, reviewer, opinion, review_target_at, escalated_at, reminded_at, provisional, approved_at, deleted_at) VALUES ('01a207cd-a5f1-7d67-b493-142a78430511', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'WDR-RM59W-4618H', 'succeeded', '2026-11-23 09:47:27.750143+00', 5, '01a207cd-a3f3-758e-a53d-98f1c5a00154', '01a207cd-a65e-735e-b33c-667180cabee4', NULL, '2026-11-23 09:47:27.682028+00', '2026-11-23 09:47:27.615541+00', 'original', 10, 'CNY', 2, false, 'finn', NULL, '\x', false, '', '', NULL, 'vera', 'in order', '2026-11-26 09:47:27.615541+00', NULL, NULL, false, '2026-11-23 09:47:27.710204+00', NULL);
INSERT INTO public.withdrawals (id, realm, partner_id, reference, state, state_since, version, policy_id, evaluation_id, next_wake_at, acted_at, created_at, route, amount, currency, scale, decline_original, maker, contact_id, account_hash, two_reviews, first_reviewer, first_opinion, first_reviewed_at, reviewer, opinion, review_target_at, escalated_at, reminded_at, provisional, approved_at, deleted_at) VALUES ('01a207cd-a6ca-72cd-ac74-b7873790632e', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'WDR-5QGWV-S0RSE', 'failed', '2026-11-23 09:47:27.902492+00', 5, '01a207cd-a3f3-758e-a53d-98f1c5a00154', '01a207cd-a700-7d66-9142-eeaf2b31d40a', NULL, '2026-11-23 09:47:27.857404+00', '2026-11-23 09:47:27.819529+00', 'original', 20, 'CNY', 2, false, 'finn', NULL, '\x', false, '', '', NULL, 'vera', 'in order', '2026-11-26 09:47:27.819529+00', NULL, NULL, false, '2026-11-23 09:47:27.872855+00', NULL);
INSERT INTO public.withdrawals (id, realm, partner_id, reference, state, state_since, version, policy_id, evaluation_id, next_wake_at, acted_at, created_at, route, amount, currency, scale, decline_original, maker, contact_id, account_hash, two_reviews, first_reviewer, first_opinion, first_reviewed_at, reviewer, opinion, review_target_at, escalated_at, reminded_at, provisional, approved_at, deleted_at) VALUES ('01a207cd-a762-7332-a46b-def2da4a9d04', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'WDR-YYYBD-4N784', 'succeeded', '2026-11-23 09:47:28.126775+00', 5, '01a207cd-a3f3-758e-a53d-98f1c5a00154', '01a207cd-a78f-75d0-8a89-0ec2d469ec9e', NULL, '2026-11-23 09:47:28.003621+00', '2026-11-23 09:47:27.971117+00', 'original', 30, 'CNY', 2, false, 'finn', NULL, '\x', false, '', '', NULL, 'vera', 'in order', '2026-11-26 09:47:27.971117+00', NULL, NULL, false, '2026-11-23 09:47:28.015363+00', NULL);
INSERT INTO public.withdrawals (id, realm, partner_id, reference, state, state_since, version, policy_id, evaluation_id, next_wake_at, acted_at, created_at, route, amount, currency, scale, decline_original, maker, contact_id, account_hash, two_reviews, first_reviewer, first_opinion, first_reviewed_at, reviewer, opinion, review_target_at, escalated_at, reminded_at, provisional, approved_at, deleted_at) VALUES ('01a207cd-a849-75c7-8df4-91ff9381a975', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'WDR-4HZY9-R3ABN', 'paying', '2026-11-23 09:47:28.271727+00', 4, '01a207cd-a3f3-758e-a53d-98f1c5a00154', '01a207cd-a88f-7b5c-8e1b-d45a52426a66', '2026-11-23 09:47:30.293644+00', '2026-11-23 09:47:28.25234+00', '2026-11-23 09:47:28.204469+00', 'original', 40, 'CNY', 2, false, 'finn', NULL, '\x', false, '', '', NULL, 'vera', 'in order', '2026-11-26 09:47:28.204469+00', NULL, NULL, false, '2026-11-23 09:47:28.271727+00', NULL);


ALTER TABLE public.withdrawals ENABLE TRIGGER ALL;

--
-- Data for Name: payouts; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.payouts DISABLE TRIGGER ALL;

INSERT INTO public.payouts (id, realm, partner_id, withdrawal_id, reference, route, channel, source_reference, amount, currency, scale, state, attempts, next_ask_at, sent_at, settled_at, expected_by, provisional, overdue_at, held, answer, created_at) VALUES ('01a207cd-a660-78a8-aa16-d17ecd6c315d', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', '01a207cd-a5f1-7d67-b493-142a78430511', '9153eed3c1b7527693c07e0467a91111', 'original', 5, 'paid-e57af0be-fae9-43f4-bc7a-e7dafc79b8ea', 10, 'CNY', 2, 'succeeded', 1, NULL, '2026-11-23 09:47:27.738261+00', '2026-11-23 09:47:27.750143+00', NULL, false, NULL, false, 'succeeded', '2026-11-23 09:47:27.710204+00');
INSERT INTO public.payouts (id, realm, partner_id, withdrawal_id, reference, route, channel, source_reference, amount, currency, scale, state, attempts, next_ask_at, sent_at, settled_at, expected_by, provisional, overdue_at, held, answer, created_at) VALUES ('01a207cd-a702-73a5-9618-6b44a4ed89e3', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', '01a207cd-a6ca-72cd-ac74-b7873790632e', '4bedcd0cb7f95fae8eaf8104b87baec9', 'original', 5, 'paid-b36d442f-9071-434b-b005-65ca73d66791', 20, 'CNY', 2, 'failed', 1, NULL, '2026-11-23 09:47:27.894225+00', '2026-11-23 09:47:27.902492+00', NULL, false, NULL, false, 'failed', '2026-11-23 09:47:27.872855+00');
INSERT INTO public.payouts (id, realm, partner_id, withdrawal_id, reference, route, channel, source_reference, amount, currency, scale, state, attempts, next_ask_at, sent_at, settled_at, expected_by, provisional, overdue_at, held, answer, created_at) VALUES ('01a207cd-a790-76eb-a8de-3037a1396115', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', '01a207cd-a762-7332-a46b-def2da4a9d04', '2124153baa6157648534a2908189a4bf', 'original', 5, 'paid-8f492ecc-0e85-4e1e-8743-0dd236b71f90', 30, 'CNY', 2, 'succeeded', 1, NULL, '2026-11-23 09:47:28.043015+00', '2026-11-23 09:47:28.126775+00', NULL, false, NULL, false, 'succeeded', '2026-11-23 09:47:28.015363+00');
INSERT INTO public.payouts (id, realm, partner_id, withdrawal_id, reference, route, channel, source_reference, amount, currency, scale, state, attempts, next_ask_at, sent_at, settled_at, expected_by, provisional, overdue_at, held, answer, created_at) VALUES ('01a207cd-a891-7ccf-91a0-27f1a767d1da', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', '01a207cd-a849-75c7-8df4-91ff9381a975', 'd3b62be713cf57da910b1da38ede77fa', 'original', 5, 'paid-8287379a-8127-49f4-a2b7-bb06744a4b7f', 40, 'CNY', 2, 'unknown', 1, '2026-11-23 09:47:30.293644+00', '2026-11-23 09:47:28.293644+00', NULL, NULL, false, NULL, false, 'succeeded', '2026-11-23 09:47:28.271727+00');


ALTER TABLE public.payouts ENABLE TRIGGER ALL;

--
-- Data for Name: bank_messages; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.bank_messages DISABLE TRIGGER ALL;

INSERT INTO public.bank_messages (id, realm, partner_id, withdrawal_id, payout_id, event_id, status, amount, currency, scale, received_at, taken_at) VALUES ('01a207cd-a685-7d78-b98d-1c40bd2beaae', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', '01a207cd-a5f1-7d67-b493-142a78430511', '01a207cd-a660-78a8-aa16-d17ecd6c315d', 'evt_37RCW3SRAIU3QG5WQD44QX3HFQ', 'succeeded', 10, 'CNY', 2, '2026-11-23 09:47:27.749883+00', '2026-11-23 09:47:27.791706+00');
INSERT INTO public.bank_messages (id, realm, partner_id, withdrawal_id, payout_id, event_id, status, amount, currency, scale, received_at, taken_at) VALUES ('01a207cd-a722-79b2-84ec-2b89931e56c9', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', '01a207cd-a6ca-72cd-ac74-b7873790632e', '01a207cd-a702-73a5-9618-6b44a4ed89e3', 'evt_7YHQS2OM33JT6GA2NL5BFR7B37', 'failed', 20, 'CNY', 2, '2026-11-23 09:47:27.906635+00', '2026-11-23 09:47:27.929906+00');
INSERT INTO public.bank_messages (id, realm, partner_id, withdrawal_id, payout_id, event_id, status, amount, currency, scale, received_at, taken_at) VALUES ('01a207cd-a7de-7e6b-9627-e8f54d6a79bb', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', '01a207cd-a762-7332-a46b-def2da4a9d04', '01a207cd-a790-76eb-a8de-3037a1396115', 'evt_4EN32NLP3N7LFR2K3J35Q5SXRL', 'succeeded', 30, 'CNY', 2, '2026-11-23 09:47:28.094945+00', '2026-11-23 09:47:28.126775+00');
INSERT INTO public.bank_messages (id, realm, partner_id, withdrawal_id, payout_id, event_id, status, amount, currency, scale, received_at, taken_at) VALUES ('01a207cd-a8ae-756e-8035-aa15fd922532', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', '01a207cd-a849-75c7-8df4-91ff9381a975', '01a207cd-a891-7ccf-91a0-27f1a767d1da', 'evt_HTJY4UTT2A2LSP4LHWVM3ZGYUF', 'succeeded', 39.99, 'CNY', 2, '2026-11-23 09:47:28.302356+00', '2026-11-23 09:47:28.3242+00');


ALTER TABLE public.bank_messages ENABLE TRIGGER ALL;

--
-- Data for Name: clocks; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.clocks DISABLE TRIGGER ALL;

INSERT INTO public.clocks (realm, shift) VALUES ('sandbox', '24:59:59.999997');


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



ALTER TABLE public.customer_facts ENABLE TRIGGER ALL;

--
-- Data for Name: customer_keys; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.customer_keys DISABLE TRIGGER ALL;



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

INSERT INTO public.decision_texts (decision_id, realm, opinion) VALUES ('2a76190c-3e43-50b2-94f5-3d63151e4a7f', 'sandbox', 'in order');
INSERT INTO public.decision_texts (decision_id, realm, opinion) VALUES ('a9726519-9da3-5b13-916b-91d4eb49dd85', 'sandbox', 'in order');
INSERT INTO public.decision_texts (decision_id, realm, opinion) VALUES ('bc38ece4-07c2-56e7-bbe7-4878ed33640c', 'sandbox', 'in order');
INSERT INTO public.decision_texts (decision_id, realm, opinion) VALUES ('cfac0a3c-9772-55fa-a5e1-a06623a450ef', 'sandbox', 'in order');


ALTER TABLE public.decision_texts ENABLE TRIGGER ALL;

--
-- Data for Name: decisions; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.decisions DISABLE TRIGGER ALL;

INSERT INTO public.decisions (id, realm, partner_id, subject_kind, subject_id, verb, outcome, opinion, maker, actor, evaluation_id, request_id, version, at) VALUES ('2a76190c-3e43-50b2-94f5-3d63151e4a7f', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal', '01a207cd-a5f1-7d67-b493-142a78430511', 'review', 'paying', 'in order', 'finn', 'vera', '01a207cd-a65e-735e-b33c-667180cabee4', '01a207cd-a634-7eaa-a720-8ffa0a3f23de', 2, '2026-11-23 09:47:27.710204+00');
INSERT INTO public.decisions (id, realm, partner_id, subject_kind, subject_id, verb, outcome, opinion, maker, actor, evaluation_id, request_id, version, at) VALUES ('a9726519-9da3-5b13-916b-91d4eb49dd85', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal', '01a207cd-a6ca-72cd-ac74-b7873790632e', 'review', 'paying', 'in order', 'finn', 'vera', '01a207cd-a700-7d66-9142-eeaf2b31d40a', '01a207cd-a6df-756c-a5f0-c2487da07d28', 2, '2026-11-23 09:47:27.872855+00');
INSERT INTO public.decisions (id, realm, partner_id, subject_kind, subject_id, verb, outcome, opinion, maker, actor, evaluation_id, request_id, version, at) VALUES ('bc38ece4-07c2-56e7-bbe7-4878ed33640c', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal', '01a207cd-a762-7332-a46b-def2da4a9d04', 'review', 'paying', 'in order', 'finn', 'vera', '01a207cd-a78f-75d0-8a89-0ec2d469ec9e', '01a207cd-a76f-7075-83d8-e7f34cde5dd9', 2, '2026-11-23 09:47:28.015363+00');
INSERT INTO public.decisions (id, realm, partner_id, subject_kind, subject_id, verb, outcome, opinion, maker, actor, evaluation_id, request_id, version, at) VALUES ('cfac0a3c-9772-55fa-a5e1-a06623a450ef', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal', '01a207cd-a849-75c7-8df4-91ff9381a975', 'review', 'paying', 'in order', 'finn', 'vera', '01a207cd-a88f-7b5c-8e1b-d45a52426a66', '01a207cd-a864-7a66-be50-d956de23c6a2', 2, '2026-11-23 09:47:28.271727+00');


ALTER TABLE public.decisions ENABLE TRIGGER ALL;

--
-- Data for Name: events; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.events DISABLE TRIGGER ALL;

INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-a53e-7bfb-90b1-65a203309d38', 'sandbox', NULL, NULL, NULL, 'organisation', '01a207cd-9f4b-7661-a5d3-2f2b5ba92a9a', 1, 'organisation.put', 'feed', '', '2026-11-23 09:47:27.418229+00', '2026-11-23 09:47:27.422785+00', '01a207cd-a521-7161-a399-7ab240bb1bc5', '', '', '', NULL, NULL, '{"kind": "partner", "site": "cn", "frozen": false, "prepaid": false}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-a58f-7ae7-a55b-edb6608ec2fc', 'sandbox', NULL, NULL, NULL, 'organisation', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 1, 'organisation.put', 'feed', '', '2026-11-23 09:47:27.468806+00', '2026-11-23 09:47:27.503714+00', '01a207cd-a553-7801-8a73-15ba18f6dd75', '', '', '', NULL, NULL, '{"kind": "partner", "site": "cn", "frozen": false, "prepaid": false}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-a5b1-78de-aaff-c43b85732172', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', NULL, NULL, 'partner_facts', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 1795427247512427, 'partner.facts_received', 'feed', '', '2026-11-23 09:47:27.51578+00', '2026-11-23 09:47:27.537581+00', '01a207cd-a59a-710b-8475-a91d7084e09b', '', '', '', NULL, NULL, '{"as_of": "2026-11-23T09:47:27.512427Z", "source": "billing", "facts_id": "01a207cd-a5a6-7224-85a8-3558cf7d9c0a"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-a619-72c4-aae9-c4f172a0ee56', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', NULL, NULL, 'withdrawal', '01a207cd-a5f1-7d67-b493-142a78430511', 1, 'withdrawal.submitted', 'finn', '', '2026-11-23 09:47:27.615541+00', '2026-11-23 09:47:27.641181+00', '01a207cd-a5e9-7b93-8be9-39fb2a5c364f', '', '', '', NULL, '01a207cd-a3f3-758e-a53d-98f1c5a00154', '{"route": "original", "state": "submitted", "amount": "10.00", "currency": "CNY", "reference": "WDR-RM59W-4618H"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-a660-7b1d-9e35-1b8c90410fb6', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', NULL, NULL, 'withdrawal', '01a207cd-a5f1-7d67-b493-142a78430511', 2, 'withdrawal.approved', 'vera', '', '2026-11-23 09:47:27.710204+00', '2026-11-23 09:47:27.712728+00', '01a207cd-a634-7eaa-a720-8ffa0a3f23de', '', 'withdrawal:v1:01a207cd-a5f1-7d67-b493-142a78430511', '01a207cd-a627-7b5d-8d83-27f00d959c9b', '2a76190c-3e43-50b2-94f5-3d63151e4a7f', '01a207cd-a3f3-758e-a53d-98f1c5a00154', '{"route": "original", "state": "paying", "amount": "10.00", "currency": "CNY", "reference": "WDR-RM59W-4618H"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-a67e-7827-b266-0f10c7278d9d', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', NULL, NULL, 'withdrawal', '01a207cd-a5f1-7d67-b493-142a78430511', 3, 'withdrawal.payout_sent', 'system', '', '2026-11-23 09:47:27.738261+00', '2026-11-23 09:47:27.742534+00', '', '', 'withdrawal:v1:01a207cd-a5f1-7d67-b493-142a78430511', '01a207cd-a627-7b5d-8d83-27f00d959c9b', NULL, '01a207cd-a3f3-758e-a53d-98f1c5a00154', '{"route": "original", "state": "paying", "amount": "10.00", "payout": {"id": "01a207cd-a660-78a8-aa16-d17ecd6c315d", "route": "original", "state": "sent", "amount": "10.00", "attempts": 1, "reference": "9153eed3c1b7527693c07e0467a91111"}, "currency": "CNY", "reference": "WDR-RM59W-4618H"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-a691-72b0-b6e2-915d9828953d', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', NULL, NULL, 'withdrawal', '01a207cd-a5f1-7d67-b493-142a78430511', 4, 'withdrawal.payout_succeeded', 'system', '', '2026-11-23 09:47:27.750143+00', '2026-11-23 09:47:27.761176+00', '', '', 'withdrawal:v1:01a207cd-a5f1-7d67-b493-142a78430511', '01a207cd-a627-7b5d-8d83-27f00d959c9b', NULL, '01a207cd-a3f3-758e-a53d-98f1c5a00154', '{"route": "original", "state": "paying", "amount": "10.00", "payout": {"id": "01a207cd-a660-78a8-aa16-d17ecd6c315d", "route": "original", "state": "succeeded", "amount": "10.00", "attempts": 1, "reference": "9153eed3c1b7527693c07e0467a91111"}, "currency": "CNY", "reference": "WDR-RM59W-4618H"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-a693-747f-b46f-b50a84fdc39a', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', NULL, NULL, 'withdrawal', '01a207cd-a5f1-7d67-b493-142a78430511', 5, 'withdrawal.succeeded', 'system', '', '2026-11-23 09:47:27.750143+00', '2026-11-23 09:47:27.763294+00', '', '', 'withdrawal:v1:01a207cd-a5f1-7d67-b493-142a78430511', '01a207cd-a627-7b5d-8d83-27f00d959c9b', NULL, '01a207cd-a3f3-758e-a53d-98f1c5a00154', '{"route": "original", "state": "succeeded", "amount": "10.00", "currency": "CNY", "reference": "WDR-RM59W-4618H"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-a6d2-7dcf-b869-b6cb7c8e3e49', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', NULL, NULL, 'withdrawal', '01a207cd-a6ca-72cd-ac74-b7873790632e', 1, 'withdrawal.submitted', 'finn', '', '2026-11-23 09:47:27.819529+00', '2026-11-23 09:47:27.826905+00', '01a207cd-a6c8-7437-92f3-03a4a745201b', '', '', '', NULL, '01a207cd-a3f3-758e-a53d-98f1c5a00154', '{"route": "original", "state": "submitted", "amount": "20.00", "currency": "CNY", "reference": "WDR-5QGWV-S0RSE"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-a702-756c-a7c3-a751130f908f', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', NULL, NULL, 'withdrawal', '01a207cd-a6ca-72cd-ac74-b7873790632e', 2, 'withdrawal.approved', 'vera', '', '2026-11-23 09:47:27.872855+00', '2026-11-23 09:47:27.874355+00', '01a207cd-a6df-756c-a5f0-c2487da07d28', '', 'withdrawal:v1:01a207cd-a6ca-72cd-ac74-b7873790632e', '01a207cd-a6da-768e-964b-3f10eca4d2ca', 'a9726519-9da3-5b13-916b-91d4eb49dd85', '01a207cd-a3f3-758e-a53d-98f1c5a00154', '{"route": "original", "state": "paying", "amount": "20.00", "currency": "CNY", "reference": "WDR-5QGWV-S0RSE"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-a71b-7611-bf9b-9c05fd19b786', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', NULL, NULL, 'withdrawal', '01a207cd-a6ca-72cd-ac74-b7873790632e', 3, 'withdrawal.payout_sent', 'system', '', '2026-11-23 09:47:27.894225+00', '2026-11-23 09:47:27.899397+00', '', '', 'withdrawal:v1:01a207cd-a6ca-72cd-ac74-b7873790632e', '01a207cd-a6da-768e-964b-3f10eca4d2ca', NULL, '01a207cd-a3f3-758e-a53d-98f1c5a00154', '{"route": "original", "state": "paying", "amount": "20.00", "payout": {"id": "01a207cd-a702-73a5-9618-6b44a4ed89e3", "route": "original", "state": "sent", "amount": "20.00", "attempts": 1, "reference": "4bedcd0cb7f95fae8eaf8104b87baec9"}, "currency": "CNY", "reference": "WDR-5QGWV-S0RSE"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-a724-7dfb-9af2-a564eddfaf0a', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', NULL, NULL, 'withdrawal', '01a207cd-a6ca-72cd-ac74-b7873790632e', 4, 'withdrawal.payout_failed', 'system', '', '2026-11-23 09:47:27.902492+00', '2026-11-23 09:47:27.908916+00', '', '', 'withdrawal:v1:01a207cd-a6ca-72cd-ac74-b7873790632e', '01a207cd-a6da-768e-964b-3f10eca4d2ca', NULL, '01a207cd-a3f3-758e-a53d-98f1c5a00154', '{"route": "original", "state": "paying", "amount": "20.00", "payout": {"id": "01a207cd-a702-73a5-9618-6b44a4ed89e3", "route": "original", "state": "failed", "amount": "20.00", "attempts": 1, "reference": "4bedcd0cb7f95fae8eaf8104b87baec9"}, "currency": "CNY", "reference": "WDR-5QGWV-S0RSE"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-a725-7c1f-b6dd-26088f1ccceb', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', NULL, NULL, 'withdrawal', '01a207cd-a6ca-72cd-ac74-b7873790632e', 5, 'withdrawal.failed', 'system', '', '2026-11-23 09:47:27.902492+00', '2026-11-23 09:47:27.909794+00', '', '', 'withdrawal:v1:01a207cd-a6ca-72cd-ac74-b7873790632e', '01a207cd-a6da-768e-964b-3f10eca4d2ca', NULL, '01a207cd-a3f3-758e-a53d-98f1c5a00154', '{"route": "original", "state": "failed", "amount": "20.00", "currency": "CNY", "reference": "WDR-5QGWV-S0RSE"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-a767-7a2c-9dad-fdbb5397a501', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', NULL, NULL, 'withdrawal', '01a207cd-a762-7332-a46b-def2da4a9d04', 1, 'withdrawal.submitted', 'finn', '', '2026-11-23 09:47:27.971117+00', '2026-11-23 09:47:27.975666+00', '01a207cd-a761-77b0-87de-0357ed1aaed4', '', '', '', NULL, '01a207cd-a3f3-758e-a53d-98f1c5a00154', '{"route": "original", "state": "submitted", "amount": "30.00", "currency": "CNY", "reference": "WDR-YYYBD-4N784"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-a790-7890-bb08-9c7028125d92', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', NULL, NULL, 'withdrawal', '01a207cd-a762-7332-a46b-def2da4a9d04', 2, 'withdrawal.approved', 'vera', '', '2026-11-23 09:47:28.015363+00', '2026-11-23 09:47:28.016561+00', '01a207cd-a76f-7075-83d8-e7f34cde5dd9', '', 'withdrawal:v1:01a207cd-a762-7332-a46b-def2da4a9d04', '01a207cd-a76b-7764-a628-47b10761ef1b', 'bc38ece4-07c2-56e7-bbe7-4878ed33640c', '01a207cd-a3f3-758e-a53d-98f1c5a00154', '{"route": "original", "state": "paying", "amount": "30.00", "currency": "CNY", "reference": "WDR-YYYBD-4N784"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-a7b6-7655-9b18-cf2ebb7af215', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', NULL, NULL, 'withdrawal', '01a207cd-a762-7332-a46b-def2da4a9d04', 3, 'withdrawal.payout_sent', 'system', '', '2026-11-23 09:47:28.043015+00', '2026-11-23 09:47:28.054415+00', '', '', 'withdrawal:v1:01a207cd-a762-7332-a46b-def2da4a9d04', '01a207cd-a76b-7764-a628-47b10761ef1b', NULL, '01a207cd-a3f3-758e-a53d-98f1c5a00154', '{"route": "original", "state": "paying", "amount": "30.00", "payout": {"id": "01a207cd-a790-76eb-a8de-3037a1396115", "route": "original", "state": "sent", "amount": "30.00", "attempts": 1, "reference": "2124153baa6157648534a2908189a4bf"}, "currency": "CNY", "reference": "WDR-YYYBD-4N784"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-a80a-73a9-8572-e4e8d63de929', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', NULL, NULL, 'withdrawal', '01a207cd-a762-7332-a46b-def2da4a9d04', 4, 'withdrawal.payout_succeeded', 'system', '', '2026-11-23 09:47:28.126775+00', '2026-11-23 09:47:28.13824+00', '', '', 'withdrawal:v1:01a207cd-a762-7332-a46b-def2da4a9d04', '01a207cd-a76b-7764-a628-47b10761ef1b', NULL, '01a207cd-a3f3-758e-a53d-98f1c5a00154', '{"route": "original", "state": "paying", "amount": "30.00", "payout": {"id": "01a207cd-a790-76eb-a8de-3037a1396115", "route": "original", "state": "succeeded", "amount": "30.00", "attempts": 1, "reference": "2124153baa6157648534a2908189a4bf"}, "currency": "CNY", "reference": "WDR-YYYBD-4N784"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-a80b-749e-a32b-ff575e352364', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', NULL, NULL, 'withdrawal', '01a207cd-a762-7332-a46b-def2da4a9d04', 5, 'withdrawal.succeeded', 'system', '', '2026-11-23 09:47:28.126775+00', '2026-11-23 09:47:28.139302+00', '', '', 'withdrawal:v1:01a207cd-a762-7332-a46b-def2da4a9d04', '01a207cd-a76b-7764-a628-47b10761ef1b', NULL, '01a207cd-a3f3-758e-a53d-98f1c5a00154', '{"route": "original", "state": "succeeded", "amount": "30.00", "currency": "CNY", "reference": "WDR-YYYBD-4N784"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-a85b-706a-9b2c-c7c53b135f9a', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', NULL, NULL, 'withdrawal', '01a207cd-a849-75c7-8df4-91ff9381a975', 1, 'withdrawal.submitted', 'finn', '', '2026-11-23 09:47:28.204469+00', '2026-11-23 09:47:28.219027+00', '01a207cd-a848-765b-871d-d20f22938a06', '', '', '', NULL, '01a207cd-a3f3-758e-a53d-98f1c5a00154', '{"route": "original", "state": "submitted", "amount": "40.00", "currency": "CNY", "reference": "WDR-4HZY9-R3ABN"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-a892-70d9-b48d-df782e84cb61', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', NULL, NULL, 'withdrawal', '01a207cd-a849-75c7-8df4-91ff9381a975', 2, 'withdrawal.approved', 'vera', '', '2026-11-23 09:47:28.271727+00', '2026-11-23 09:47:28.274055+00', '01a207cd-a864-7a66-be50-d956de23c6a2', '', 'withdrawal:v1:01a207cd-a849-75c7-8df4-91ff9381a975', '01a207cd-a861-73c4-aaff-3dcf54e3eb40', 'cfac0a3c-9772-55fa-a5e1-a06623a450ef', '01a207cd-a3f3-758e-a53d-98f1c5a00154', '{"route": "original", "state": "paying", "amount": "40.00", "currency": "CNY", "reference": "WDR-4HZY9-R3ABN"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-a8aa-7be6-ab70-e5586f2ccbdd', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', NULL, NULL, 'withdrawal', '01a207cd-a849-75c7-8df4-91ff9381a975', 3, 'withdrawal.payout_sent', 'system', '', '2026-11-23 09:47:28.293644+00', '2026-11-23 09:47:28.298779+00', '', '', 'withdrawal:v1:01a207cd-a849-75c7-8df4-91ff9381a975', '01a207cd-a861-73c4-aaff-3dcf54e3eb40', NULL, '01a207cd-a3f3-758e-a53d-98f1c5a00154', '{"route": "original", "state": "paying", "amount": "40.00", "payout": {"id": "01a207cd-a891-7ccf-91a0-27f1a767d1da", "route": "original", "state": "sent", "amount": "40.00", "attempts": 1, "reference": "d3b62be713cf57da910b1da38ede77fa"}, "currency": "CNY", "reference": "WDR-4HZY9-R3ABN"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-a8b2-7141-a60a-0852b7975234', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', NULL, NULL, 'withdrawal', '01a207cd-a849-75c7-8df4-91ff9381a975', 4, 'withdrawal.payout_differs', 'system', '', '2026-11-23 09:47:28.302421+00', '2026-11-23 09:47:28.306082+00', '', '', 'withdrawal:v1:01a207cd-a849-75c7-8df4-91ff9381a975', '01a207cd-a861-73c4-aaff-3dcf54e3eb40', NULL, '01a207cd-a3f3-758e-a53d-98f1c5a00154', '{"route": "original", "state": "paying", "amount": "40.00", "payout": {"id": "01a207cd-a891-7ccf-91a0-27f1a767d1da", "route": "original", "state": "unknown", "amount": "40.00", "attempts": 1, "reference": "d3b62be713cf57da910b1da38ede77fa"}, "currency": "CNY", "reference": "WDR-4HZY9-R3ABN"}');


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

INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (1, '01a207cd-a53e-7bfb-90b1-65a203309d38', 'sandbox', NULL, 'organisation', 'organisation.put');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (2, '01a207cd-a58f-7ae7-a55b-edb6608ec2fc', 'sandbox', NULL, 'organisation', 'organisation.put');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (3, '01a207cd-a5b1-78de-aaff-c43b85732172', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'partner_facts', 'partner.facts_received');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (4, '01a207cd-a619-72c4-aae9-c4f172a0ee56', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal', 'withdrawal.submitted');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (5, '01a207cd-a660-7b1d-9e35-1b8c90410fb6', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal', 'withdrawal.approved');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (6, '01a207cd-a67e-7827-b266-0f10c7278d9d', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal', 'withdrawal.payout_sent');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (7, '01a207cd-a691-72b0-b6e2-915d9828953d', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal', 'withdrawal.payout_succeeded');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (8, '01a207cd-a693-747f-b46f-b50a84fdc39a', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal', 'withdrawal.succeeded');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (9, '01a207cd-a6d2-7dcf-b869-b6cb7c8e3e49', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal', 'withdrawal.submitted');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (10, '01a207cd-a702-756c-a7c3-a751130f908f', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal', 'withdrawal.approved');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (11, '01a207cd-a71b-7611-bf9b-9c05fd19b786', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal', 'withdrawal.payout_sent');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (12, '01a207cd-a724-7dfb-9af2-a564eddfaf0a', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal', 'withdrawal.payout_failed');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (13, '01a207cd-a725-7c1f-b6dd-26088f1ccceb', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal', 'withdrawal.failed');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (14, '01a207cd-a767-7a2c-9dad-fdbb5397a501', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal', 'withdrawal.submitted');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (15, '01a207cd-a790-7890-bb08-9c7028125d92', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal', 'withdrawal.approved');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (16, '01a207cd-a7b6-7655-9b18-cf2ebb7af215', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal', 'withdrawal.payout_sent');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (17, '01a207cd-a80a-73a9-8572-e4e8d63de929', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal', 'withdrawal.payout_succeeded');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (18, '01a207cd-a80b-749e-a32b-ff575e352364', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal', 'withdrawal.succeeded');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (19, '01a207cd-a85b-706a-9b2c-c7c53b135f9a', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal', 'withdrawal.submitted');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (20, '01a207cd-a892-70d9-b48d-df782e84cb61', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal', 'withdrawal.approved');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (21, '01a207cd-a8aa-7be6-ab70-e5586f2ccbdd', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal', 'withdrawal.payout_sent');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (22, '01a207cd-a8b2-7141-a60a-0852b7975234', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal', 'withdrawal.payout_differs');


ALTER TABLE public.event_positions ENABLE TRIGGER ALL;

--
-- Data for Name: event_queue; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.event_queue DISABLE TRIGGER ALL;



ALTER TABLE public.event_queue ENABLE TRIGGER ALL;

--
-- Data for Name: idempotency_records; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.idempotency_records DISABLE TRIGGER ALL;

INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-9f4b-765e-96d7-0efe065077da', 'feed', 'zqrdkpsaxrmm2c2bbk7l4es3kg', '\x7408e5fc90df2f9101e9c493e10f3008fcfb7d9bdf4ce5827b5db349885b3b15', 200, 'organisation', '01a207cd-9f4b-7661-a5d3-2f2b5ba92a9a', '2026-11-23 09:47:27.416999+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-9f4b-765e-96d7-0efe065077da', 'feed', '3ygz5njhol2dmdjuzmefkwwofc', '\x73bbff2eaf482ecd75cf3991bd049c7122239148f10f10fe4d5b09eb875d8b0e', 200, 'organisation', '01a207cd-9f4b-7660-ba21-82f6a69c2858', '2026-11-23 09:47:27.450373+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-9f4b-765e-96d7-0efe065077da', 'feed', 'efb6efinqyc5pixkwh3bx2biqq', '\x1aa8f6282353fb239483b5f6d71334af3d7de225ae8ad4be0ef4ef3d770f378c', 200, 'partner_facts', '01a207cd-9f4b-7660-ba21-82f6a69c2858', '2026-11-23 09:47:27.515117+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'finn', 'ce5ewmruycxn7evrxdh42niyjh', '\x3d970d8abc1c9fa15af4884854cb7a37723508ecf00febe2e5306761910faec3', 201, 'withdrawal', '01a207cd-a5f1-7d67-b493-142a78430511', '2026-11-23 09:47:27.601878+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-9f4b-765e-96d7-0efe065077da', 'vera', 'ux6bfagy4tagece32rrzxbg4xx', '\x84faa913c96ae423314566a4291b06ab04ebc351623c69c909859d3549fa01c2', 200, 'withdrawal', '01a207cd-a5f1-7d67-b493-142a78430511', '2026-11-23 09:47:27.715557+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-9f4b-765e-96d7-0efe065077da', 'bank', 'evt_37RCW3SRAIU3QG5WQD44QX3HFQ', '\x13f9b0b68722d9ffd7c3e339efaffaa93cbeb50ca989c534fd19206aa9139cae', 200, 'payout', '01a207cd-a660-78a8-aa16-d17ecd6c315d', '2026-11-23 09:47:27.749321+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'finn', 'j2usz6dmg36wgnpd7foziautuo', '\xe55c5ab4f77dec23c85ca59b43ab653ed365869222d1329bb122f0ebb0c814dd', 201, 'withdrawal', '01a207cd-a6ca-72cd-ac74-b7873790632e', '2026-11-23 09:47:27.818184+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-9f4b-765e-96d7-0efe065077da', 'vera', '2xys5n3ls2cpnwtqdvieg62jjw', '\x034f8157dd26527501a248aedcbb6ea7bb3e85a3b9ebdcb1c8fdbdf170a6916d', 200, 'withdrawal', '01a207cd-a6ca-72cd-ac74-b7873790632e', '2026-11-23 09:47:27.875798+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-9f4b-765e-96d7-0efe065077da', 'bank', 'evt_7YHQS2OM33JT6GA2NL5BFR7B37', '\x480fa45b2e73a958f6b1f520aa930c55a9afa46faced1a23f6af7fa8f7ad0b1f', 200, 'payout', '01a207cd-a702-73a5-9618-6b44a4ed89e3', '2026-11-23 09:47:27.906298+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'finn', '2ij5u42snm5y7sjj6hov5p2jjt', '\xbe4d73bee7c4ccc2cd0e43a2193ebbf3bbd5108ef9da924870a9e3a7b1bcfa44', 201, 'withdrawal', '01a207cd-a762-7332-a46b-def2da4a9d04', '2026-11-23 09:47:27.97021+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-9f4b-765e-96d7-0efe065077da', 'vera', 'ndmbyawge7jr5uafv6zfb4w5ri', '\xfbd72032de69412fa6802c7c00e651ec3aeed0b06389c40c24bc89753068fe34', 200, 'withdrawal', '01a207cd-a762-7332-a46b-def2da4a9d04', '2026-11-23 09:47:28.017675+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-9f4b-765e-96d7-0efe065077da', 'bank', 'evt_4EN32NLP3N7LFR2K3J35Q5SXRL', '\x1dc0e16b71887dd74e760bda2206a6bc3c0d12c082bc4b2cff94b0c2dfb90157', 200, 'payout', '01a207cd-a790-76eb-a8de-3037a1396115', '2026-11-23 09:47:28.094596+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'finn', 'a5teukcqu3quolhpzkqrusgc2b', '\x1fb5a2eac19484919eb687541f366e121b67483f1197cbc1b616d8640ecfca77', 201, 'withdrawal', '01a207cd-a849-75c7-8df4-91ff9381a975', '2026-11-23 09:47:28.201379+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-9f4b-765e-96d7-0efe065077da', 'vera', 'su42syhszby3blr7gg55jrolnk', '\xd164fc83c57bf1e22f3c9ce7585b889675549c2da245630c4e4057626c9709ea', 200, 'withdrawal', '01a207cd-a849-75c7-8df4-91ff9381a975', '2026-11-23 09:47:28.275667+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-9f4b-765e-96d7-0efe065077da', 'bank', 'evt_HTJY4UTT2A2LSP4LHWVM3ZGYUF', '\xecdbe040459ca41f43a53bb4d823bb772f789197d0a9a6032895fa8e1af0a30e', 200, 'payout', '01a207cd-a891-7ccf-91a0-27f1a767d1da', '2026-11-23 09:47:28.301948+00');


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

INSERT INTO public.lots (id, realm, partner_id, transaction_id, channel, signing_entity, payer_id, reference, arrived_at, currency, scale, amount, remaining, invoiced, bank_card) VALUES ('01a207cd-a5c8-7509-bf78-cf79097150ca', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', '01a207cd-a5d0-72c9-9c6a-85463104f1de', 5, 'software', NULL, 'paid-e57af0be-fae9-43f4-bc7a-e7dafc79b8ea', '2026-11-23 08:47:27.560314+00', 'CNY', 2, 10.00, 0.00, 0, false);
INSERT INTO public.lots (id, realm, partner_id, transaction_id, channel, signing_entity, payer_id, reference, arrived_at, currency, scale, amount, remaining, invoiced, bank_card) VALUES ('01a207cd-a6b1-75a3-9938-3f73fc543001', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', '01a207cd-a6bd-709d-9ea0-fb3a0ab2c3dc', 5, 'software', NULL, 'paid-b36d442f-9071-434b-b005-65ca73d66791', '2026-11-23 08:47:27.79336+00', 'CNY', 2, 20.00, 20.00, 0, true);
INSERT INTO public.lots (id, realm, partner_id, transaction_id, channel, signing_entity, payer_id, reference, arrived_at, currency, scale, amount, remaining, invoiced, bank_card) VALUES ('01a207cd-a750-7058-a6b0-c0fa891a306f', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', '01a207cd-a757-740d-be71-67d76a3c211e', 5, 'software', NULL, 'paid-8f492ecc-0e85-4e1e-8743-0dd236b71f90', '2026-11-23 08:47:27.952016+00', 'CNY', 2, 30.00, 0.00, 0, false);
INSERT INTO public.lots (id, realm, partner_id, transaction_id, channel, signing_entity, payer_id, reference, arrived_at, currency, scale, amount, remaining, invoiced, bank_card) VALUES ('01a207cd-a816-799e-8243-691562dce230', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', '01a207cd-a822-70cc-9bd8-cb42c8281d12', 5, 'software', NULL, 'paid-8287379a-8127-49f4-a2b7-bb06744a4b7f', '2026-11-23 08:47:28.150616+00', 'CNY', 2, 40.00, 0.00, 0, false);


ALTER TABLE public.lots ENABLE TRIGGER ALL;

--
-- Data for Name: lot_draws; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.lot_draws DISABLE TRIGGER ALL;

INSERT INTO public.lot_draws (transaction_id, lot_id, realm, partner_id, amount, currency, scale) VALUES ('01a207cd-a607-7598-89da-c8711bb985b7', '01a207cd-a5c8-7509-bf78-cf79097150ca', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 10.00, 'CNY', 2);
INSERT INTO public.lot_draws (transaction_id, lot_id, realm, partner_id, amount, currency, scale) VALUES ('01a207cd-a6d0-76d8-b7d8-aa199b4743b5', '01a207cd-a6b1-75a3-9938-3f73fc543001', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 20.00, 'CNY', 2);
INSERT INTO public.lot_draws (transaction_id, lot_id, realm, partner_id, amount, currency, scale) VALUES ('01a207cd-a71f-7347-9fa4-416a96f81db5', '01a207cd-a6b1-75a3-9938-3f73fc543001', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', -20.00, 'CNY', 2);
INSERT INTO public.lot_draws (transaction_id, lot_id, realm, partner_id, amount, currency, scale) VALUES ('01a207cd-a765-77b5-bd5d-9eebb195039d', '01a207cd-a750-7058-a6b0-c0fa891a306f', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 30.00, 'CNY', 2);
INSERT INTO public.lot_draws (transaction_id, lot_id, realm, partner_id, amount, currency, scale) VALUES ('01a207cd-a852-7bbb-b45d-aec0e8bd67ba', '01a207cd-a816-799e-8243-691562dce230', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 40.00, 'CNY', 2);


ALTER TABLE public.lot_draws ENABLE TRIGGER ALL;

--
-- Data for Name: notifications; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.notifications DISABLE TRIGGER ALL;

INSERT INTO public.notifications (id, realm, partner_id, subject_kind, subject_id, kind, contact_id, generation, locale, state, attempts, next_attempt_at, last_error, created_at, sent_at) VALUES ('01a207cd-a663-7779-b7b4-d257da816a63', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal', '01a207cd-a5f1-7d67-b493-142a78430511', 'withdrawal_approved', '01a207cd-a578-7129-88c9-dbedb0b727c7', 2, 'zh-CN', 'sent', 1, '2026-11-23 09:47:27.71549+00', '', '2026-11-23 09:47:27.71549+00', '2026-11-23 09:47:28.032715+00');
INSERT INTO public.notifications (id, realm, partner_id, subject_kind, subject_id, kind, contact_id, generation, locale, state, attempts, next_attempt_at, last_error, created_at, sent_at) VALUES ('01a207cd-a694-753b-869c-a7fadb79378b', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal', '01a207cd-a5f1-7d67-b493-142a78430511', 'withdrawal_succeeded', '01a207cd-a578-7129-88c9-dbedb0b727c7', 5, 'zh-CN', 'sent', 1, '2026-11-23 09:47:27.764343+00', '', '2026-11-23 09:47:27.764343+00', '2026-11-23 09:47:28.03591+00');
INSERT INTO public.notifications (id, realm, partner_id, subject_kind, subject_id, kind, contact_id, generation, locale, state, attempts, next_attempt_at, last_error, created_at, sent_at) VALUES ('01a207cd-a703-7a0a-bede-51044a348995', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal', '01a207cd-a6ca-72cd-ac74-b7873790632e', 'withdrawal_approved', '01a207cd-a578-7129-88c9-dbedb0b727c7', 2, 'zh-CN', 'sent', 1, '2026-11-23 09:47:27.875658+00', '', '2026-11-23 09:47:27.875658+00', '2026-11-23 09:47:28.0403+00');
INSERT INTO public.notifications (id, realm, partner_id, subject_kind, subject_id, kind, contact_id, generation, locale, state, attempts, next_attempt_at, last_error, created_at, sent_at) VALUES ('01a207cd-a726-7bfc-a26f-5c94fb6b2e8e', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal', '01a207cd-a6ca-72cd-ac74-b7873790632e', 'withdrawal_failed', '01a207cd-a578-7129-88c9-dbedb0b727c7', 5, 'zh-CN', 'sent', 1, '2026-11-23 09:47:27.910785+00', '', '2026-11-23 09:47:27.910785+00', '2026-11-23 09:47:28.045189+00');
INSERT INTO public.notifications (id, realm, partner_id, subject_kind, subject_id, kind, contact_id, generation, locale, state, attempts, next_attempt_at, last_error, created_at, sent_at) VALUES ('01a207cd-a791-79c0-93a7-c167aa9341c9', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal', '01a207cd-a762-7332-a46b-def2da4a9d04', 'withdrawal_approved', '01a207cd-a578-7129-88c9-dbedb0b727c7', 2, 'zh-CN', 'sent', 1, '2026-11-23 09:47:28.017639+00', '', '2026-11-23 09:47:28.017639+00', '2026-11-23 09:47:28.049915+00');
INSERT INTO public.notifications (id, realm, partner_id, subject_kind, subject_id, kind, contact_id, generation, locale, state, attempts, next_attempt_at, last_error, created_at, sent_at) VALUES ('01a207cd-a80c-77fa-a188-1265023ff7f3', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal', '01a207cd-a762-7332-a46b-def2da4a9d04', 'withdrawal_succeeded', '01a207cd-a578-7129-88c9-dbedb0b727c7', 5, 'zh-CN', 'sent', 1, '2026-11-23 09:47:28.140523+00', '', '2026-11-23 09:47:28.140523+00', '2026-11-24 10:47:28.56899+00');
INSERT INTO public.notifications (id, realm, partner_id, subject_kind, subject_id, kind, contact_id, generation, locale, state, attempts, next_attempt_at, last_error, created_at, sent_at) VALUES ('01a207cd-a893-7996-ae7c-c29d9ae092e7', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'withdrawal', '01a207cd-a849-75c7-8df4-91ff9381a975', 'withdrawal_approved', '01a207cd-a578-7129-88c9-dbedb0b727c7', 2, 'zh-CN', 'sent', 1, '2026-11-23 09:47:28.275628+00', '', '2026-11-23 09:47:28.275628+00', '2026-11-24 10:47:28.572051+00');


ALTER TABLE public.notifications ENABLE TRIGGER ALL;

--
-- Data for Name: partner_facts; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.partner_facts DISABLE TRIGGER ALL;

INSERT INTO public.partner_facts (id, partner_id, realm, as_of, received_at, source, facts) VALUES ('01a207cd-a5a6-7224-85a8-3558cf7d9c0a', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'sandbox', '2026-11-23 09:47:27.512427+00', '2026-11-23 09:47:27.51578+00', 'billing', '{"unbilled": [], "restricted": false, "owed_invoices": [], "real_name_hash": "N9EEmrc8l5hN9o1bjSlYyTZdCbc9k5PSFmU+lQmdpj4="}');


ALTER TABLE public.partner_facts ENABLE TRIGGER ALL;

--
-- Data for Name: postings; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.postings DISABLE TRIGGER ALL;

INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a5d0-72c9-9c6a-85463104f1de', 1, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'decf017b-bcdf-4d6d-8820-47e5288c4884', 1, 'money', 'SOURCE_OPERAIION_RECHARGE', -10.00, 'CNY', 2, -10.00, '2026-11-23 09:47:27.568291+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a5d0-72c9-9c6a-85463104f1de', 2, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'b5775c5f-1d92-4c3f-be44-ea6d21ce3d5e', 1, 'money', 'SOURCE_OPERAIION_RECHARGE', 10.00, 'CNY', 2, 10.00, '2026-11-23 09:47:27.568291+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a5d0-72c9-9c6a-85463104f1de', 3, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'cf73ff9c-e978-4388-9560-ce09b9fe467f', 1, 'allotment', 'SOURCE_OPERAIION_RECHARGE', -10.00, 'CNY', 2, -10.00, '2026-11-23 09:47:27.568291+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a5d0-72c9-9c6a-85463104f1de', 4, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', '7f53f674-38de-42f0-b27f-e547d5618f6a', 1, 'allotment', 'SOURCE_OPERAIION_RECHARGE', 10.00, 'CNY', 2, 10.00, '2026-11-23 09:47:27.568291+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a607-7598-89da-c8711bb985b7', 1, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'b5775c5f-1d92-4c3f-be44-ea6d21ce3d5e', 2, 'money', 'SOURCE_OPERAIION_RFROZEN', -10.00, 'CNY', 2, 0.00, '2026-11-23 09:47:27.623391+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a607-7598-89da-c8711bb985b7', 2, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'b242111f-2cc5-4cf0-ba98-b63efe153541', 1, 'money', 'SOURCE_OPERAIION_RFROZEN', 10.00, 'CNY', 2, 10.00, '2026-11-23 09:47:27.623391+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a607-7598-89da-c8711bb985b7', 3, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', '7f53f674-38de-42f0-b27f-e547d5618f6a', 2, 'allotment', 'SOURCE_OPERAIION_RFROZEN', -10.00, 'CNY', 2, 0.00, '2026-11-23 09:47:27.623391+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a607-7598-89da-c8711bb985b7', 4, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'cf73ff9c-e978-4388-9560-ce09b9fe467f', 2, 'allotment', 'SOURCE_OPERAIION_RFROZEN', 10.00, 'CNY', 2, 0.00, '2026-11-23 09:47:27.623391+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a686-7c3b-bd8d-4df9d124d5bc', 1, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'b242111f-2cc5-4cf0-ba98-b63efe153541', 2, 'money', 'SOURCE_OPERAIION_CLEARFROZEN', -10.00, 'CNY', 2, 0.00, '2026-11-23 09:47:27.750826+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a686-7c3b-bd8d-4df9d124d5bc', 2, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'decf017b-bcdf-4d6d-8820-47e5288c4884', 2, 'money', 'SOURCE_OPERAIION_CLEARFROZEN', 10.00, 'CNY', 2, 0.00, '2026-11-23 09:47:27.750826+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a6bd-709d-9ea0-fb3a0ab2c3dc', 1, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'decf017b-bcdf-4d6d-8820-47e5288c4884', 3, 'money', 'SOURCE_OPERAIION_RECHARGE', -20.00, 'CNY', 2, -20.00, '2026-11-23 09:47:27.805121+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a6bd-709d-9ea0-fb3a0ab2c3dc', 2, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'b5775c5f-1d92-4c3f-be44-ea6d21ce3d5e', 3, 'money', 'SOURCE_OPERAIION_RECHARGE', 20.00, 'CNY', 2, 20.00, '2026-11-23 09:47:27.805121+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a6bd-709d-9ea0-fb3a0ab2c3dc', 3, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'cf73ff9c-e978-4388-9560-ce09b9fe467f', 3, 'allotment', 'SOURCE_OPERAIION_RECHARGE', -20.00, 'CNY', 2, -20.00, '2026-11-23 09:47:27.805121+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a6bd-709d-9ea0-fb3a0ab2c3dc', 4, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', '7f53f674-38de-42f0-b27f-e547d5618f6a', 3, 'allotment', 'SOURCE_OPERAIION_RECHARGE', 20.00, 'CNY', 2, 20.00, '2026-11-23 09:47:27.805121+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a6d0-76d8-b7d8-aa199b4743b5', 1, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'b5775c5f-1d92-4c3f-be44-ea6d21ce3d5e', 4, 'money', 'SOURCE_OPERAIION_RFROZEN', -20.00, 'CNY', 2, 0.00, '2026-11-23 09:47:27.824506+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a6d0-76d8-b7d8-aa199b4743b5', 2, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'b242111f-2cc5-4cf0-ba98-b63efe153541', 3, 'money', 'SOURCE_OPERAIION_RFROZEN', 20.00, 'CNY', 2, 20.00, '2026-11-23 09:47:27.824506+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a6d0-76d8-b7d8-aa199b4743b5', 3, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', '7f53f674-38de-42f0-b27f-e547d5618f6a', 4, 'allotment', 'SOURCE_OPERAIION_RFROZEN', -20.00, 'CNY', 2, 0.00, '2026-11-23 09:47:27.824506+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a6d0-76d8-b7d8-aa199b4743b5', 4, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'cf73ff9c-e978-4388-9560-ce09b9fe467f', 4, 'allotment', 'SOURCE_OPERAIION_RFROZEN', 20.00, 'CNY', 2, 0.00, '2026-11-23 09:47:27.824506+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a71f-7347-9fa4-416a96f81db5', 1, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'b242111f-2cc5-4cf0-ba98-b63efe153541', 4, 'money', 'SOURCE_OPERAIION_UNFROZEN', -20.00, 'CNY', 2, 0.00, '2026-11-23 09:47:27.903246+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a71f-7347-9fa4-416a96f81db5', 2, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'b5775c5f-1d92-4c3f-be44-ea6d21ce3d5e', 5, 'money', 'SOURCE_OPERAIION_UNFROZEN', 20.00, 'CNY', 2, 20.00, '2026-11-23 09:47:27.903246+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a71f-7347-9fa4-416a96f81db5', 3, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'cf73ff9c-e978-4388-9560-ce09b9fe467f', 5, 'allotment', 'SOURCE_OPERAIION_UNFROZEN', -20.00, 'CNY', 2, -20.00, '2026-11-23 09:47:27.903246+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a71f-7347-9fa4-416a96f81db5', 4, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', '7f53f674-38de-42f0-b27f-e547d5618f6a', 5, 'allotment', 'SOURCE_OPERAIION_UNFROZEN', 20.00, 'CNY', 2, 20.00, '2026-11-23 09:47:27.903246+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a757-740d-be71-67d76a3c211e', 1, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'decf017b-bcdf-4d6d-8820-47e5288c4884', 4, 'money', 'SOURCE_OPERAIION_RECHARGE', -30.00, 'CNY', 2, -50.00, '2026-11-23 09:47:27.959298+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a757-740d-be71-67d76a3c211e', 2, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'b5775c5f-1d92-4c3f-be44-ea6d21ce3d5e', 6, 'money', 'SOURCE_OPERAIION_RECHARGE', 30.00, 'CNY', 2, 50.00, '2026-11-23 09:47:27.959298+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a757-740d-be71-67d76a3c211e', 3, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'cf73ff9c-e978-4388-9560-ce09b9fe467f', 6, 'allotment', 'SOURCE_OPERAIION_RECHARGE', -30.00, 'CNY', 2, -50.00, '2026-11-23 09:47:27.959298+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a757-740d-be71-67d76a3c211e', 4, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', '7f53f674-38de-42f0-b27f-e547d5618f6a', 6, 'allotment', 'SOURCE_OPERAIION_RECHARGE', 30.00, 'CNY', 2, 50.00, '2026-11-23 09:47:27.959298+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a765-77b5-bd5d-9eebb195039d', 1, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'b5775c5f-1d92-4c3f-be44-ea6d21ce3d5e', 7, 'money', 'SOURCE_OPERAIION_RFROZEN', -30.00, 'CNY', 2, 20.00, '2026-11-23 09:47:27.973527+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a765-77b5-bd5d-9eebb195039d', 2, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'b242111f-2cc5-4cf0-ba98-b63efe153541', 5, 'money', 'SOURCE_OPERAIION_RFROZEN', 30.00, 'CNY', 2, 30.00, '2026-11-23 09:47:27.973527+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a765-77b5-bd5d-9eebb195039d', 3, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', '7f53f674-38de-42f0-b27f-e547d5618f6a', 7, 'allotment', 'SOURCE_OPERAIION_RFROZEN', -30.00, 'CNY', 2, 20.00, '2026-11-23 09:47:27.973527+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a765-77b5-bd5d-9eebb195039d', 4, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'cf73ff9c-e978-4388-9560-ce09b9fe467f', 7, 'allotment', 'SOURCE_OPERAIION_RFROZEN', 30.00, 'CNY', 2, -20.00, '2026-11-23 09:47:27.973527+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a7ff-758c-b46c-2177ce30fb5a', 1, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'b242111f-2cc5-4cf0-ba98-b63efe153541', 6, 'money', 'SOURCE_OPERAIION_CLEARFROZEN', -30.00, 'CNY', 2, 0.00, '2026-11-23 09:47:28.127389+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a7ff-758c-b46c-2177ce30fb5a', 2, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'decf017b-bcdf-4d6d-8820-47e5288c4884', 5, 'money', 'SOURCE_OPERAIION_CLEARFROZEN', 30.00, 'CNY', 2, -20.00, '2026-11-23 09:47:28.127389+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a822-70cc-9bd8-cb42c8281d12', 1, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'decf017b-bcdf-4d6d-8820-47e5288c4884', 6, 'money', 'SOURCE_OPERAIION_RECHARGE', -40.00, 'CNY', 2, -60.00, '2026-11-23 09:47:28.162092+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a822-70cc-9bd8-cb42c8281d12', 2, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'b5775c5f-1d92-4c3f-be44-ea6d21ce3d5e', 8, 'money', 'SOURCE_OPERAIION_RECHARGE', 40.00, 'CNY', 2, 60.00, '2026-11-23 09:47:28.162092+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a822-70cc-9bd8-cb42c8281d12', 3, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'cf73ff9c-e978-4388-9560-ce09b9fe467f', 8, 'allotment', 'SOURCE_OPERAIION_RECHARGE', -40.00, 'CNY', 2, -60.00, '2026-11-23 09:47:28.162092+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a822-70cc-9bd8-cb42c8281d12', 4, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', '7f53f674-38de-42f0-b27f-e547d5618f6a', 8, 'allotment', 'SOURCE_OPERAIION_RECHARGE', 40.00, 'CNY', 2, 60.00, '2026-11-23 09:47:28.162092+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a852-7bbb-b45d-aec0e8bd67ba', 1, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'b5775c5f-1d92-4c3f-be44-ea6d21ce3d5e', 9, 'money', 'SOURCE_OPERAIION_RFROZEN', -40.00, 'CNY', 2, 20.00, '2026-11-23 09:47:28.210794+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a852-7bbb-b45d-aec0e8bd67ba', 2, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'b242111f-2cc5-4cf0-ba98-b63efe153541', 7, 'money', 'SOURCE_OPERAIION_RFROZEN', 40.00, 'CNY', 2, 40.00, '2026-11-23 09:47:28.210794+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a852-7bbb-b45d-aec0e8bd67ba', 3, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', '7f53f674-38de-42f0-b27f-e547d5618f6a', 9, 'allotment', 'SOURCE_OPERAIION_RFROZEN', -40.00, 'CNY', 2, 20.00, '2026-11-23 09:47:28.210794+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a852-7bbb-b45d-aec0e8bd67ba', 4, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'cf73ff9c-e978-4388-9560-ce09b9fe467f', 9, 'allotment', 'SOURCE_OPERAIION_RFROZEN', 40.00, 'CNY', 2, -20.00, '2026-11-23 09:47:28.210794+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a8ae-7c52-be04-59f8898fc87c', 1, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', '19768248-5a6e-45ac-9388-74abe3c05c84', 1, 'money', 'SOURCE_OPERAIION_RECHARGE', -39.99, 'CNY', 2, -39.99, '2026-11-23 09:47:28.302824+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-a8ae-7c52-be04-59f8898fc87c', 2, 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'decf017b-bcdf-4d6d-8820-47e5288c4884', 7, 'money', 'SOURCE_OPERAIION_RECHARGE', 39.99, 'CNY', 2, -20.01, '2026-11-23 09:47:28.302824+00');


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

INSERT INTO public.statement_lines (id, realm, source, line, reference, amount, currency, scale, stated_at, read_at, payout_id, difference) VALUES ('01a207cd-a8f5-7e6d-bf3e-64f419c85306', 'sandbox', 'bank', 1, '9153eed3c1b7527693c07e0467a91111', 10, 'CNY', 2, '2026-11-23 09:47:27.746495+00', '2026-11-23 09:47:28.373945+00', '01a207cd-a660-78a8-aa16-d17ecd6c315d', '');
INSERT INTO public.statement_lines (id, realm, source, line, reference, amount, currency, scale, stated_at, read_at, payout_id, difference) VALUES ('01a207cd-a8f5-7e84-9952-ce2220187a93', 'sandbox', 'bank', 2, '4bedcd0cb7f95fae8eaf8104b87baec9', 20, 'CNY', 2, '2026-11-23 09:47:27.951674+00', '2026-11-23 09:47:28.373951+00', '01a207cd-a702-73a5-9618-6b44a4ed89e3', 'not_settled_here');
INSERT INTO public.statement_lines (id, realm, source, line, reference, amount, currency, scale, stated_at, read_at, payout_id, difference) VALUES ('01a207cd-a8f5-7e89-8246-e0c1bf51f14c', 'sandbox', 'bank', 3, 'd3b62be713cf57da910b1da38ede77fa', 39.99, 'CNY', 2, '2026-11-23 09:47:28.300295+00', '2026-11-23 09:47:28.373952+00', '01a207cd-a891-7ccf-91a0-27f1a767d1da', 'other_amount');
INSERT INTO public.statement_lines (id, realm, source, line, reference, amount, currency, scale, stated_at, read_at, payout_id, difference) VALUES ('01a207cd-a8f5-7e8d-b89d-22f83fd31291', 'sandbox', 'bank', 4, 'nobody''s', 1, 'CNY', 2, '2026-11-23 09:47:28.345819+00', '2026-11-23 09:47:28.373953+00', NULL, 'missing_here');
INSERT INTO public.statement_lines (id, realm, source, line, reference, amount, currency, scale, stated_at, read_at, payout_id, difference) VALUES ('01a207cd-a9a3-7ce1-9e0f-8066bb932a17', 'sandbox', 'bank', 5, '2124153baa6157648534a2908189a4bf', 30, 'CNY', 2, '2026-11-23 09:47:28.485837+00', '2026-11-24 10:47:28.547841+00', '01a207cd-a790-76eb-a8de-3037a1396115', '');


ALTER TABLE public.statement_lines ENABLE TRIGGER ALL;

--
-- Data for Name: statement_positions; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.statement_positions DISABLE TRIGGER ALL;

INSERT INTO public.statement_positions (realm, source, after) VALUES ('sandbox', 'bank', 5);


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

INSERT INTO public.tasks (id, realm, partner_id, party, kind, subject_kind, subject_id, reference, account_manager, since, due_at, on_silence, escalated, closed_at) VALUES ('01a207cd-a619-71c1-821d-8103b608cdaf', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'vendor', 'review_withdrawal', 'withdrawal', '01a207cd-a5f1-7d67-b493-142a78430511', 'WDR-RM59W-4618H', '', '2026-11-23 09:47:27.615541+00', '2026-11-26 09:47:27.615541+00', '', false, '2026-11-23 09:47:27.710204+00');
INSERT INTO public.tasks (id, realm, partner_id, party, kind, subject_kind, subject_id, reference, account_manager, since, due_at, on_silence, escalated, closed_at) VALUES ('01a207cd-a6d2-7c96-9862-8187723927f6', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'vendor', 'review_withdrawal', 'withdrawal', '01a207cd-a6ca-72cd-ac74-b7873790632e', 'WDR-5QGWV-S0RSE', '', '2026-11-23 09:47:27.819529+00', '2026-11-26 09:47:27.819529+00', '', false, '2026-11-23 09:47:27.872855+00');
INSERT INTO public.tasks (id, realm, partner_id, party, kind, subject_kind, subject_id, reference, account_manager, since, due_at, on_silence, escalated, closed_at) VALUES ('01a207cd-a767-79e4-ab0e-7fdac8be421d', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'vendor', 'review_withdrawal', 'withdrawal', '01a207cd-a762-7332-a46b-def2da4a9d04', 'WDR-YYYBD-4N784', '', '2026-11-23 09:47:27.971117+00', '2026-11-26 09:47:27.971117+00', '', false, '2026-11-23 09:47:28.015363+00');
INSERT INTO public.tasks (id, realm, partner_id, party, kind, subject_kind, subject_id, reference, account_manager, since, due_at, on_silence, escalated, closed_at) VALUES ('01a207cd-a85a-7f32-bee3-bd318afdae5c', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'vendor', 'review_withdrawal', 'withdrawal', '01a207cd-a849-75c7-8df4-91ff9381a975', 'WDR-4HZY9-R3ABN', '', '2026-11-23 09:47:28.204469+00', '2026-11-26 09:47:28.204469+00', '', false, '2026-11-23 09:47:28.271727+00');
INSERT INTO public.tasks (id, realm, partner_id, party, kind, subject_kind, subject_id, reference, account_manager, since, due_at, on_silence, escalated, closed_at) VALUES ('01a207cd-a8b0-7de2-8850-c756c58f5b55', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 'vendor', 'settle_suspense', 'payout', '01a207cd-a891-7ccf-91a0-27f1a767d1da', 'WDR-4HZY9-R3ABN', '', '2026-11-23 09:47:28.302421+00', NULL, '', false, NULL);
INSERT INTO public.tasks (id, realm, partner_id, party, kind, subject_kind, subject_id, reference, account_manager, since, due_at, on_silence, escalated, closed_at) VALUES ('01a207cd-a8f7-79e0-be49-42834263e91f', 'sandbox', '01a207cd-9f4b-765e-96d7-0efe065077da', 'vendor', 'explain_statement', 'statement_line', '01a207cd-a8f5-7e84-9952-ce2220187a93', '4bedcd0cb7f95fae8eaf8104b87baec9', '', '2026-11-23 09:47:28.373951+00', NULL, '', false, NULL);
INSERT INTO public.tasks (id, realm, partner_id, party, kind, subject_kind, subject_id, reference, account_manager, since, due_at, on_silence, escalated, closed_at) VALUES ('01a207cd-a8f8-7201-842e-88df7b6565f8', 'sandbox', '01a207cd-9f4b-765e-96d7-0efe065077da', 'vendor', 'explain_statement', 'statement_line', '01a207cd-a8f5-7e89-8246-e0c1bf51f14c', 'd3b62be713cf57da910b1da38ede77fa', '', '2026-11-23 09:47:28.373952+00', NULL, '', false, NULL);
INSERT INTO public.tasks (id, realm, partner_id, party, kind, subject_kind, subject_id, reference, account_manager, since, due_at, on_silence, escalated, closed_at) VALUES ('01a207cd-a8f8-77cf-9cbf-d0047085f4d3', 'sandbox', '01a207cd-9f4b-765e-96d7-0efe065077da', 'vendor', 'explain_statement', 'statement_line', '01a207cd-a8f5-7e8d-b89d-22f83fd31291', 'nobody''s', '', '2026-11-23 09:47:28.373953+00', NULL, '', false, NULL);
INSERT INTO public.tasks (id, realm, partner_id, party, kind, subject_kind, subject_id, reference, account_manager, since, due_at, on_silence, escalated, closed_at) VALUES ('01a207cd-a94a-7539-8b9b-2444bf5dfecc', 'sandbox', '01a207cd-9f4b-765e-96d7-0efe065077da', 'vendor', 'explain_statement', 'payout', '01a207cd-a790-76eb-a8de-3037a1396115', '2124153baa6157648534a2908189a4bf', '', '2026-11-24 10:47:28.457104+00', NULL, '', false, '2026-11-24 10:47:28.547841+00');


ALTER TABLE public.tasks ENABLE TRIGGER ALL;

--
-- Data for Name: top_ups; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.top_ups DISABLE TRIGGER ALL;



ALTER TABLE public.top_ups ENABLE TRIGGER ALL;

--
-- Data for Name: unmask_reasons; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.unmask_reasons DISABLE TRIGGER ALL;



ALTER TABLE public.unmask_reasons ENABLE TRIGGER ALL;

--
-- Data for Name: withdrawal_lots; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.withdrawal_lots DISABLE TRIGGER ALL;

INSERT INTO public.withdrawal_lots (withdrawal_id, lot_id, realm, partner_id, amount, currency, scale, payout_id, held) VALUES ('01a207cd-a5f1-7d67-b493-142a78430511', '01a207cd-a5c8-7509-bf78-cf79097150ca', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 10, 'CNY', 2, '01a207cd-a660-78a8-aa16-d17ecd6c315d', false);
INSERT INTO public.withdrawal_lots (withdrawal_id, lot_id, realm, partner_id, amount, currency, scale, payout_id, held) VALUES ('01a207cd-a6ca-72cd-ac74-b7873790632e', '01a207cd-a6b1-75a3-9938-3f73fc543001', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 20, 'CNY', 2, '01a207cd-a702-73a5-9618-6b44a4ed89e3', false);
INSERT INTO public.withdrawal_lots (withdrawal_id, lot_id, realm, partner_id, amount, currency, scale, payout_id, held) VALUES ('01a207cd-a762-7332-a46b-def2da4a9d04', '01a207cd-a750-7058-a6b0-c0fa891a306f', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 30, 'CNY', 2, '01a207cd-a790-76eb-a8de-3037a1396115', false);
INSERT INTO public.withdrawal_lots (withdrawal_id, lot_id, realm, partner_id, amount, currency, scale, payout_id, held) VALUES ('01a207cd-a849-75c7-8df4-91ff9381a975', '01a207cd-a816-799e-8243-691562dce230', 'sandbox', '01a207cd-9f4b-7660-ba21-82f6a69c2858', 40, 'CNY', 2, '01a207cd-a891-7ccf-91a0-27f1a767d1da', true);


ALTER TABLE public.withdrawal_lots ENABLE TRIGGER ALL;

--
-- PostgreSQL database dump complete
--


