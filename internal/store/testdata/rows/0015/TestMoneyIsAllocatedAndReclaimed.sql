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

INSERT INTO public.organisations (id, realm, kind, parent_id, site, name, country, credit_code, frozen, prepaid, has_contact, contact_id, version, created_at, updated_at, payment_account) VALUES ('01a207cd-7508-716f-b1b2-05a20bf193d1', 'sandbox', 'vendor', NULL, 'cn', 'Cloud Vendor', '', '', false, false, false, NULL, 1, '2026-11-23 09:47:15.676694+00', '2026-11-23 09:47:15.676694+00', '');
INSERT INTO public.organisations (id, realm, kind, parent_id, site, name, country, credit_code, frozen, prepaid, has_contact, contact_id, version, created_at, updated_at, payment_account) VALUES ('01a207cd-7508-7171-805f-e5c790a7ed20', 'sandbox', 'partner', NULL, 'cn', 'Aurora', 'CN', '', false, false, true, '01a207cd-7b08-7284-87ff-0114614c816a', 1, '2026-11-23 09:47:16.609014+00', '2026-11-23 09:47:16.609014+00', 'ACC-AURORA');
INSERT INTO public.organisations (id, realm, kind, parent_id, site, name, country, credit_code, frozen, prepaid, has_contact, contact_id, version, created_at, updated_at, payment_account) VALUES ('01a207cd-7508-7172-951a-66a80d77c185', 'sandbox', 'partner', NULL, 'cn', 'Borealis', 'CN', '', false, false, true, '01a207cd-7b3c-7034-a4ba-3900fef77ef8', 1, '2026-11-23 09:47:16.647506+00', '2026-11-23 09:47:16.647506+00', 'ACC-BOREALIS');
INSERT INTO public.organisations (id, realm, kind, parent_id, site, name, country, credit_code, frozen, prepaid, has_contact, contact_id, version, created_at, updated_at, payment_account) VALUES ('01a207cd-7cc5-7ab2-985b-473c213a0a5b', 'sandbox', 'customer', NULL, 'cn', '晨星boplswz3科技有限公司', '', '', false, false, true, '01a207cd-7dcb-7d0d-acf7-1df3a541bf51', 4, '2026-11-23 09:47:17.32385+00', '2026-11-23 09:47:18.102364+00', '');


ALTER TABLE public.organisations ENABLE TRIGGER ALL;

--
-- Data for Name: contacts; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.contacts DISABLE TRIGGER ALL;

INSERT INTO public.contacts (id, realm, owner_id, purpose, person_name, account_name, phone, email, retain_until, created_at, bank, bank_branch, bank_account) VALUES ('01a207cd-7b08-7284-87ff-0114614c816a', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 'partner', 'Office', '', '', 'aurora@partner.example', '2126-11-23 09:47:16.609014+00', '2026-11-23 09:47:16.609014+00', '', '', '');
INSERT INTO public.contacts (id, realm, owner_id, purpose, person_name, account_name, phone, email, retain_until, created_at, bank, bank_branch, bank_account) VALUES ('01a207cd-7b3c-7034-a4ba-3900fef77ef8', 'sandbox', '01a207cd-7508-7172-951a-66a80d77c185', 'partner', 'Office', '', '', 'borealis@partner.example', '2126-11-23 09:47:16.647506+00', '2026-11-23 09:47:16.647506+00', '', '', '');
INSERT INTO public.contacts (id, realm, owner_id, purpose, person_name, account_name, phone, email, retain_until, created_at, bank, bank_branch, bank_account) VALUES ('01a207cd-7c0f-748d-ad03-79336abb07f2', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 'payer', '王小明', '6222020200012345678', '', '', '2027-11-23 09:47:16.879297+00', '2026-11-23 09:47:16.879297+00', '', '', '');
INSERT INTO public.contacts (id, realm, owner_id, purpose, person_name, account_name, phone, email, retain_until, created_at, bank, bank_branch, bank_account) VALUES ('01a207cd-7dcb-7d0d-acf7-1df3a541bf51', 'sandbox', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', 'account', '', 'aqpygpza4zcuj', '+8613894515576', 'boplswz3@customer.example', '2126-11-23 09:47:18.102293+00', '2026-11-23 09:47:18.102293+00', '', '', '');


ALTER TABLE public.contacts ENABLE TRIGGER ALL;

--
-- Data for Name: policies; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.policies DISABLE TRIGGER ALL;

INSERT INTO public.policies (id, realm, site, version, schema, effective_from, author, approver, approved_at, created_at, document) VALUES ('01a207cd-775e-7e09-ba8c-e93c99b16b12', 'sandbox', 'cn', 1, 3, '2020-01-01 00:00:00+00', 'release', 'installation', '2026-11-23 09:47:15.676694+00', '2026-11-23 09:47:15.676694+00', '{"zone": "Asia/Shanghai", "facts": {"max_age_hours": 24}, "funds": {"payment_conflict_days": 30}, "events": {"log_days": 30, "disable_hours": 24, "give_up_hours": 72, "subscriptions": 10, "timeout_seconds": 10, "last_retry_minutes": 60, "streams_per_person": 5, "first_retry_seconds": 5, "secret_overlap_hours": 24}, "leaving": {"causes": {"in_arrears": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "owed_invoices": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "account_frozen": [], "member_account": ["customer_unlink_consultant"], "pick_up_vouchers": ["customer_unlink_consultant", "customer_unlink_resale"], "special_contract": ["customer_unlink_resale"], "consultant_balance": ["partner_switch_consultant"], "reserved_instances": ["partner_switch_consultant", "partner_switch_resale", "customer_unlink_resale"], "partner_support_plan": ["customer_unlink_resale"], "orders_awaiting_partner": ["partner_unlink_consultant", "partner_switch_consultant", "customer_unlink_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "independent_accounting_member": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "master_with_independent_members": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"]}, "step_up": false, "grace_days": 3, "answer_days": 15, "reminder_days": [3, 7, 13], "step_attempts": 5, "window_months": 3, "step_up_minutes": 10, "partner_requests": 1, "step_up_attempts": 5, "customer_requests": 1, "step_retry_minutes": 1}, "calendar": {"holidays": ["2025-01-01", "2025-01-28", "2025-01-29", "2025-01-30", "2025-01-31", "2025-02-01", "2025-02-02", "2025-02-03", "2025-02-04", "2025-04-04", "2025-04-05", "2025-04-06", "2025-05-01", "2025-05-02", "2025-05-03", "2025-05-04", "2025-05-05", "2025-05-31", "2025-06-01", "2025-06-02", "2025-10-01", "2025-10-02", "2025-10-03", "2025-10-04", "2025-10-05", "2025-10-06", "2025-10-07", "2025-10-08", "2026-01-01", "2026-01-02", "2026-01-03", "2026-02-15", "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20", "2026-02-21", "2026-02-22", "2026-02-23", "2026-04-04", "2026-04-05", "2026-04-06", "2026-05-01", "2026-05-02", "2026-05-03", "2026-05-04", "2026-05-05", "2026-06-19", "2026-06-20", "2026-06-21", "2026-09-25", "2026-09-26", "2026-09-27", "2026-10-01", "2026-10-02", "2026-10-03", "2026-10-04", "2026-10-05", "2026-10-06", "2026-10-07"], "make_up_days": ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11", "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"], "published_until": "2026-12-31"}, "retention": {"contact_days": 365, "idempotency_days": 7}, "invitation": {"daily_per_operator": 100, "link_validity_days": 7, "recipients_per_call": 50}, "withdrawal": {"step_up": false, "rebate_channels": [7], "ask_bank_seconds": 2, "original_windows": [{"then": "none", "months": 3, "channel": 1, "signing_entity": "cloud_computing"}, {"then": "none", "months": 0, "channel": 2, "signing_entity": "cloud_computing"}, {"then": "bank_card", "months": 11, "channel": 1, "signing_entity": "other"}, {"then": "bank_card", "months": 11, "channel": 5, "signing_entity": "other"}, {"then": "bank_card", "months": 3, "channel": 317, "signing_entity": "other"}, {"then": "none", "months": 0, "channel": 2, "signing_entity": "other"}], "bank_card_channels": [10], "facts_max_age_hours": 24, "second_review_above": [{"amount": "500000.00", "currency": "CNY"}, {"amount": "70000.00", "currency": "EUR"}, {"amount": "550000.00", "currency": "HKD"}, {"amount": "10000000", "currency": "JPY"}, {"amount": "70000.00", "currency": "USD"}], "ask_bank_max_minutes": 60, "ask_processing_hours": 24, "bank_patience_minutes": 60, "reconcile_grace_hours": 24, "bank_card_working_days": 7, "review_target_working_days": 3, "review_reminder_working_days": 1}, "association": {"notice_version": "1", "registration_age_days": 7, "directory_patience_minutes": 10}, "registration": {"open_cap": 100, "outcomes": {"contract_signed": "never", "country_mismatch": "allow", "reward_programme": "never", "account_other_site": "never", "consumer_cloud_user": "never", "customer_is_partner": "never", "registered_by_vendor": "review", "online_sales_customer": "review", "followed_by_direct_sales": "review", "unified_accounting_member": "never", "cash_consumption_unfollowed": "never", "authorised_sales_centre_customer": "review"}, "batch_limit": 100, "validity_days": 15, "accounts_per_phone": 3, "reminder_days_before": [3], "followed_account_age_days": 7, "review_lapse_working_days": 10, "distinct_customers_per_day": 300, "review_target_working_days": 3}}');
INSERT INTO public.policies (id, realm, site, version, schema, effective_from, author, approver, approved_at, created_at, document) VALUES ('01a207cd-7760-798b-85f0-9563e3f13603', 'sandbox', 'intl', 1, 3, '2020-01-01 00:00:00+00', 'release', 'installation', '2026-11-23 09:47:15.676694+00', '2026-11-23 09:47:15.676694+00', '{"zone": "UTC", "facts": {"max_age_hours": 24}, "funds": {"payment_conflict_days": 30}, "events": {"log_days": 30, "disable_hours": 24, "give_up_hours": 72, "subscriptions": 10, "timeout_seconds": 10, "last_retry_minutes": 60, "streams_per_person": 5, "first_retry_seconds": 5, "secret_overlap_hours": 24}, "leaving": {"causes": {"in_arrears": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "owed_invoices": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "account_frozen": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "member_account": ["customer_unlink_consultant"], "pick_up_vouchers": ["customer_unlink_consultant", "customer_unlink_resale"], "special_contract": ["customer_unlink_resale"], "consultant_balance": ["partner_switch_consultant"], "reserved_instances": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "partner_support_plan": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "orders_awaiting_partner": ["partner_unlink_consultant", "partner_switch_consultant", "customer_unlink_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "independent_accounting_member": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "master_with_independent_members": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"]}, "step_up": false, "grace_days": 3, "answer_days": 15, "reminder_days": [3, 7, 13], "step_attempts": 5, "window_months": 3, "step_up_minutes": 10, "partner_requests": 1, "step_up_attempts": 5, "customer_requests": 3, "step_retry_minutes": 1}, "calendar": {"holidays": [], "make_up_days": [], "published_until": ""}, "retention": {"contact_days": 365, "idempotency_days": 7}, "invitation": {"daily_per_operator": 100, "link_validity_days": 7, "recipients_per_call": 50}, "withdrawal": {"step_up": false, "rebate_channels": [7], "ask_bank_seconds": 2, "original_windows": [{"then": "none", "months": 3, "channel": 1, "signing_entity": "cloud_computing"}, {"then": "none", "months": 0, "channel": 2, "signing_entity": "cloud_computing"}, {"then": "bank_card", "months": 11, "channel": 1, "signing_entity": "other"}, {"then": "bank_card", "months": 11, "channel": 5, "signing_entity": "other"}, {"then": "bank_card", "months": 3, "channel": 317, "signing_entity": "other"}, {"then": "none", "months": 0, "channel": 2, "signing_entity": "other"}], "bank_card_channels": [10], "facts_max_age_hours": 24, "second_review_above": [{"amount": "500000.00", "currency": "CNY"}, {"amount": "70000.00", "currency": "EUR"}, {"amount": "550000.00", "currency": "HKD"}, {"amount": "10000000", "currency": "JPY"}, {"amount": "70000.00", "currency": "USD"}], "ask_bank_max_minutes": 60, "ask_processing_hours": 24, "bank_patience_minutes": 60, "reconcile_grace_hours": 24, "bank_card_working_days": 7, "review_target_working_days": 3, "review_reminder_working_days": 1}, "association": {"notice_version": "1", "registration_age_days": 7, "directory_patience_minutes": 10}, "registration": {"open_cap": 100, "outcomes": {"contract_signed": "never", "country_mismatch": "review", "reward_programme": "never", "account_other_site": "never", "consumer_cloud_user": "never", "customer_is_partner": "never", "registered_by_vendor": "review", "online_sales_customer": "review", "followed_by_direct_sales": "review", "unified_accounting_member": "never", "cash_consumption_unfollowed": "never", "authorised_sales_centre_customer": "review"}, "batch_limit": 100, "validity_days": 15, "accounts_per_phone": 3, "reminder_days_before": [3], "followed_account_age_days": 7, "review_lapse_working_days": 10, "distinct_customers_per_day": 300, "review_target_working_days": 3}}');
INSERT INTO public.policies (id, realm, site, version, schema, effective_from, author, approver, approved_at, created_at, document) VALUES ('01a207cd-7761-719c-b99f-b33e9f1455f8', 'sandbox', 'eu', 1, 3, '2020-01-01 00:00:00+00', 'release', 'installation', '2026-11-23 09:47:15.676694+00', '2026-11-23 09:47:15.676694+00', '{"zone": "Europe/Brussels", "facts": {"max_age_hours": 24}, "funds": {"payment_conflict_days": 30}, "events": {"log_days": 30, "disable_hours": 24, "give_up_hours": 72, "subscriptions": 10, "timeout_seconds": 10, "last_retry_minutes": 60, "streams_per_person": 5, "first_retry_seconds": 5, "secret_overlap_hours": 24}, "leaving": {"causes": {"in_arrears": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "owed_invoices": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "account_frozen": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "member_account": ["customer_unlink_consultant"], "pick_up_vouchers": ["customer_unlink_consultant", "customer_unlink_resale"], "special_contract": ["customer_unlink_resale"], "consultant_balance": ["partner_switch_consultant"], "reserved_instances": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "partner_support_plan": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "orders_awaiting_partner": ["partner_unlink_consultant", "partner_switch_consultant", "customer_unlink_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "independent_accounting_member": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "master_with_independent_members": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"]}, "step_up": false, "grace_days": 3, "answer_days": 15, "reminder_days": [3, 7, 13], "step_attempts": 5, "window_months": 3, "step_up_minutes": 10, "partner_requests": 1, "step_up_attempts": 5, "customer_requests": 3, "step_retry_minutes": 1}, "calendar": {"holidays": [], "make_up_days": [], "published_until": ""}, "retention": {"contact_days": 365, "idempotency_days": 7}, "invitation": {"daily_per_operator": 100, "link_validity_days": 7, "recipients_per_call": 50}, "withdrawal": {"step_up": false, "rebate_channels": [7], "ask_bank_seconds": 2, "original_windows": [{"then": "none", "months": 3, "channel": 1, "signing_entity": "cloud_computing"}, {"then": "none", "months": 0, "channel": 2, "signing_entity": "cloud_computing"}, {"then": "bank_card", "months": 11, "channel": 1, "signing_entity": "other"}, {"then": "bank_card", "months": 11, "channel": 5, "signing_entity": "other"}, {"then": "bank_card", "months": 3, "channel": 317, "signing_entity": "other"}, {"then": "none", "months": 0, "channel": 2, "signing_entity": "other"}], "bank_card_channels": [10], "facts_max_age_hours": 24, "second_review_above": [{"amount": "500000.00", "currency": "CNY"}, {"amount": "70000.00", "currency": "EUR"}, {"amount": "550000.00", "currency": "HKD"}, {"amount": "10000000", "currency": "JPY"}, {"amount": "70000.00", "currency": "USD"}], "ask_bank_max_minutes": 60, "ask_processing_hours": 24, "bank_patience_minutes": 60, "reconcile_grace_hours": 24, "bank_card_working_days": 7, "review_target_working_days": 3, "review_reminder_working_days": 1}, "association": {"notice_version": "1", "registration_age_days": 7, "directory_patience_minutes": 10}, "registration": {"open_cap": 100, "outcomes": {"contract_signed": "never", "country_mismatch": "review", "reward_programme": "never", "account_other_site": "never", "consumer_cloud_user": "never", "customer_is_partner": "never", "registered_by_vendor": "review", "online_sales_customer": "review", "followed_by_direct_sales": "review", "unified_accounting_member": "never", "cash_consumption_unfollowed": "never", "authorised_sales_centre_customer": "review"}, "batch_limit": 100, "validity_days": 15, "accounts_per_phone": 3, "reminder_days_before": [3], "followed_account_age_days": 7, "review_lapse_working_days": 10, "distinct_customers_per_day": 300, "review_target_working_days": 3}}');


ALTER TABLE public.policies ENABLE TRIGGER ALL;

--
-- Data for Name: evaluations; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.evaluations DISABLE TRIGGER ALL;

INSERT INTO public.evaluations (id, realm, org_id, rule_set, subject_kind, subject_id, policy_id, facts_ids, outcome, blockers, actor, request_id, at) VALUES ('01a207cd-7c71-790c-a349-e28563f90c5b', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 'link.create', 'invitation_link', '01a207cd-7c5f-77f0-9e39-6d509adeb688', '01a207cd-775e-7e09-ba8c-e93c99b16b12', '[]', 'allow', '[]', 'ada', '01a207cd-7c52-7cd1-9e05-03cc0c64c97e', '2026-11-23 09:47:16.977166+00');
INSERT INTO public.evaluations (id, realm, org_id, rule_set, subject_kind, subject_id, policy_id, facts_ids, outcome, blockers, actor, request_id, at) VALUES ('01a207cd-7e39-7aa0-8bb6-3bfd8fb09945', 'sandbox', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', 'acceptance.open', 'acceptance', '01a207cd-7e34-719e-a130-dd5248f84439', '01a207cd-775e-7e09-ba8c-e93c99b16b12', '[]', 'allow', '[]', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', '01a207cd-7e0c-7c73-9345-94a29e876f09', '2026-11-23 09:47:17.43369+00');
INSERT INTO public.evaluations (id, realm, org_id, rule_set, subject_kind, subject_id, policy_id, facts_ids, outcome, blockers, actor, request_id, at) VALUES ('01a207cd-7f15-7502-8265-54e467620d74', 'sandbox', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', 'acceptance.accept', 'acceptance', '01a207cd-7e34-719e-a130-dd5248f84439', '01a207cd-775e-7e09-ba8c-e93c99b16b12', '["01a207cd-7eb5-7e5d-bd50-311e3aa5fb45"]', 'allow', '[]', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', '', '2026-11-23 09:47:17.653318+00');
INSERT INTO public.evaluations (id, realm, org_id, rule_set, subject_kind, subject_id, policy_id, facts_ids, outcome, blockers, actor, request_id, at) VALUES ('01a207cd-8050-7a96-9737-ec7b7139e9bf', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 'adjustment.allocate', 'adjustment', '01a207cd-8044-7d93-9f3d-8af0ce770dce', '01a207cd-775e-7e09-ba8c-e93c99b16b12', '["01a207cd-7eb5-7e5d-bd50-311e3aa5fb45"]', 'allow', '[]', 'finn', '01a207cd-8044-7a0f-a4c0-8ddb89c9982b', '2026-11-23 09:47:17.968683+00');
INSERT INTO public.evaluations (id, realm, org_id, rule_set, subject_kind, subject_id, policy_id, facts_ids, outcome, blockers, actor, request_id, at) VALUES ('01a207cd-80a4-74e4-95ea-bb33f4321ba3', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 'adjustment.reclaim', 'adjustment', '01a207cd-809b-7cff-b872-b08d630f3eea', '01a207cd-775e-7e09-ba8c-e93c99b16b12', '["01a207cd-8089-73c5-99b8-fb0dd5df3171"]', 'refuse', '[{"code": "reclaimable_insufficient", "pointer": "/amount", "cleared_by": "partner"}]', 'ada', '01a207cd-809b-79bf-ad6c-9d85e9f420cd', '2026-11-23 09:47:18.052304+00');
INSERT INTO public.evaluations (id, realm, org_id, rule_set, subject_kind, subject_id, policy_id, facts_ids, outcome, blockers, actor, request_id, at) VALUES ('01a207cd-80ac-7198-b9a7-d86800938916', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 'adjustment.reclaim', 'adjustment', '01a207cd-80a5-7d76-9364-b63ba1f784ba', '01a207cd-775e-7e09-ba8c-e93c99b16b12', '["01a207cd-8089-73c5-99b8-fb0dd5df3171"]', 'allow', '[]', 'ada', '01a207cd-80a5-7a46-a164-c66c6fe9023e', '2026-11-23 09:47:18.060056+00');


ALTER TABLE public.evaluations ENABLE TRIGGER ALL;

--
-- Data for Name: invitation_links; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.invitation_links DISABLE TRIGGER ALL;

INSERT INTO public.invitation_links (id, realm, partner_id, reference, kind, tag, campaign, association_type, creator, account_manager, key_id, generation, code_hash, state, state_since, version, evaluation_id, created_at) VALUES ('01a207cd-7c5f-77f0-9e39-6d509adeb688', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 'LNK-BDA2D-DXDM8', 'general', 'ada', '', 'resale', 'ada', '', 'k1', 1, '\x2a4b6ab33fdb4225bf69a3fd2308a8e5f80f66df4eb23d87d448da1ed6852f87', 'active', '2026-11-23 09:47:16.977166+00', 1, '01a207cd-7c71-790c-a349-e28563f90c5b', '2026-11-23 09:47:16.977166+00');


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

INSERT INTO public.acceptances (id, realm, partner_id, reference, state, state_since, version, policy_id, evaluation_id, next_wake_at, acted_at, created_at, customer_id, invitation_id, generation, link_id, registration_id, association_type, account_manager, notice_version, consented_at, give_up_at, facts_id, failure_codes, association_id, locale) VALUES ('01a207cd-7e34-719e-a130-dd5248f84439', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 'ACC-6XA94-FGH1S', 'associated', '2026-11-23 09:47:17.653318+00', 2, '01a207cd-775e-7e09-ba8c-e93c99b16b12', '01a207cd-7f15-7502-8265-54e467620d74', NULL, '2026-11-23 09:47:17.538538+00', '2026-11-23 09:47:17.43369+00', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', NULL, 1, '01a207cd-7c5f-77f0-9e39-6d509adeb688', NULL, 'resale', '', '1', '2026-11-23 09:47:17.43369+00', '2026-11-23 09:57:17.43369+00', '01a207cd-7eb5-7e5d-bd50-311e3aa5fb45', '[]', '01a207cd-7f15-77b1-b163-deb1ff96e9d2', 'zh-CN');


ALTER TABLE public.acceptances ENABLE TRIGGER ALL;

--
-- Data for Name: books; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.books DISABLE TRIGGER ALL;

INSERT INTO public.books (partner_id, realm, seq, head, recorded_at) VALUES ('01a207cd-7508-7171-805f-e5c790a7ed20', 'sandbox', 3, '\xcd50a70fca67817a8e5ce5fad4d71ea75839a18fae4cca40fe78ff844b6d3e29', '2026-11-23 09:47:18.060226+00');


ALTER TABLE public.books ENABLE TRIGGER ALL;

--
-- Data for Name: accounts; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.accounts DISABLE TRIGGER ALL;

INSERT INTO public.accounts (id, realm, partner_id, kind, customer_id, currency, scale, balance, seq) VALUES ('ab91bdcb-faaf-4478-aa7f-ee55e0c29ecb', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 'clearing', '00000000-0000-0000-0000-000000000000', 'CNY', 2, -1000.00, 1);
INSERT INTO public.accounts (id, realm, partner_id, kind, customer_id, currency, scale, balance, seq) VALUES ('59625831-7c82-451f-810a-5f4540e2d8ca', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 'cash', '00000000-0000-0000-0000-000000000000', 'CNY', 2, 1000.00, 1);
INSERT INTO public.accounts (id, realm, partner_id, kind, customer_id, currency, scale, balance, seq) VALUES ('d9fbbf59-305f-4e68-bda7-76926235222d', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 'issued', '00000000-0000-0000-0000-000000000000', 'CNY', 2, -1000.00, 1);
INSERT INTO public.accounts (id, realm, partner_id, kind, customer_id, currency, scale, balance, seq) VALUES ('6966d9d7-5662-419e-b905-a2dc86e598e9', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 'allocatable', '00000000-0000-0000-0000-000000000000', 'CNY', 2, 880.00, 3);
INSERT INTO public.accounts (id, realm, partner_id, kind, customer_id, currency, scale, balance, seq) VALUES ('00def38f-434d-4e20-9627-9659cfe4d84d', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 'customer', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', 'CNY', 2, 120.00, 2);


ALTER TABLE public.accounts ENABLE TRIGGER ALL;

--
-- Data for Name: associations; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.associations DISABLE TRIGGER ALL;

INSERT INTO public.associations (id, realm, partner_id, customer_id, reference, association_type, effective_from, effective_until, account_manager, tag, notice_version, registration_id, invitation_id, link_id, acceptance_id, version, created_at, replaces_id) VALUES ('01a207cd-7f15-77b1-b163-deb1ff96e9d2', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', 'ASC-YYP7Z-SDTEJ', 'resale', '2026-11-23 09:47:17.653318+00', NULL, '', 'ada', '1', NULL, NULL, '01a207cd-7c5f-77f0-9e39-6d509adeb688', '01a207cd-7e34-719e-a130-dd5248f84439', 1, '2026-11-23 09:47:17.653318+00', NULL);


ALTER TABLE public.associations ENABLE TRIGGER ALL;

--
-- Data for Name: ledger_transactions; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.ledger_transactions DISABLE TRIGGER ALL;

INSERT INTO public.ledger_transactions (id, realm, partner_id, book_seq, kind, trade_type, subject_kind, subject_id, cause, association_id, reverses_id, effective_at, recorded_at, previous, hash) VALUES ('01a207cd-7c11-79a8-9ad8-7455dc31f879', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 1, 'top_up', 'SOURCE_OPERAIION_RECHARGE', 'top_up', '01a207cd-7c0f-7487-a1f6-e52b4868b994', 'top_up:01a207cd-7c0f-7487-a1f6-e52b4868b994:arrived', NULL, NULL, '2026-11-23 09:47:16.758019+00', '2026-11-23 09:47:16.881825+00', '\x0000000000000000000000000000000000000000000000000000000000000000', '\x92f594a8f7c161b634193ed523b9afb613bee5f84a572c1f5ddf7b49974a75dc');
INSERT INTO public.ledger_transactions (id, realm, partner_id, book_seq, kind, trade_type, subject_kind, subject_id, cause, association_id, reverses_id, effective_at, recorded_at, previous, hash) VALUES ('01a207cd-8050-7c04-b643-64aeebd429ab', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 2, 'allocate', 'SOURCE_OPERATION_BEADJUST', 'adjustment', '01a207cd-8044-7d93-9f3d-8af0ce770dce', 'adjustment:01a207cd-8044-7d93-9f3d-8af0ce770dce', '01a207cd-7f15-77b1-b163-deb1ff96e9d2', NULL, '2026-11-23 09:47:17.968786+00', '2026-11-23 09:47:17.968815+00', '\x92f594a8f7c161b634193ed523b9afb613bee5f84a572c1f5ddf7b49974a75dc', '\x90c781d069b374007968aea20b202ee3b0f89d9605c9cd9070be56e1d11a3ff2');
INSERT INTO public.ledger_transactions (id, realm, partner_id, book_seq, kind, trade_type, subject_kind, subject_id, cause, association_id, reverses_id, effective_at, recorded_at, previous, hash) VALUES ('01a207cd-80ac-72ec-a5c6-8c9c6a3d086b', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 3, 'reclaim', 'SOURCE_OPERATION_BERETRIEVE', 'adjustment', '01a207cd-80a5-7d76-9364-b63ba1f784ba', 'adjustment:01a207cd-80a5-7d76-9364-b63ba1f784ba', '01a207cd-7f15-77b1-b163-deb1ff96e9d2', NULL, '2026-11-23 09:47:18.060189+00', '2026-11-23 09:47:18.060226+00', '\x90c781d069b374007968aea20b202ee3b0f89d9605c9cd9070be56e1d11a3ff2', '\xcd50a70fca67817a8e5ce5fad4d71ea75839a18fae4cca40fe78ff844b6d3e29');


ALTER TABLE public.ledger_transactions ENABLE TRIGGER ALL;

--
-- Data for Name: adjustments; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.adjustments DISABLE TRIGGER ALL;

INSERT INTO public.adjustments (id, realm, partner_id, customer_id, association_id, reference, kind, fund_type, amount, currency, scale, operator, evaluation_id, transaction_id, created_at) VALUES ('01a207cd-8044-7d93-9f3d-8af0ce770dce', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', '01a207cd-7f15-77b1-b163-deb1ff96e9d2', 'ADJ-CAY37-7E3EE', 'allocate', 'cash', 300, 'CNY', 2, 'finn', '01a207cd-8050-7a96-9737-ec7b7139e9bf', '01a207cd-8050-7c04-b643-64aeebd429ab', '2026-11-23 09:47:17.968786+00');
INSERT INTO public.adjustments (id, realm, partner_id, customer_id, association_id, reference, kind, fund_type, amount, currency, scale, operator, evaluation_id, transaction_id, created_at) VALUES ('01a207cd-80a5-7d76-9364-b63ba1f784ba', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', '01a207cd-7f15-77b1-b163-deb1ff96e9d2', 'ADJ-5P7EG-ZF15T', 'reclaim', '', 180, 'CNY', 2, 'ada', '01a207cd-80ac-7198-b9a7-d86800938916', '01a207cd-80ac-72ec-a5c6-8c9c6a3d086b', '2026-11-23 09:47:18.060189+00');


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

INSERT INTO public.customer_facts (id, customer_id, realm, as_of, received_at, source, facts) VALUES ('01a207cd-7de8-7df5-8df9-c5539d5548cc', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', 'sandbox', '2026-11-23 09:47:17.248005+00', '2026-11-23 09:47:17.352909+00', 'directory', '{"site": "cn", "country": "", "contracts": [], "in_arrears": false, "cloud_enabled": true, "owed_invoices": false, "registered_at": "2026-11-23T09:47:17.061702Z", "account_frozen": false, "partner_status": "none", "account_balance": false, "internal_account": false, "reward_programme": "none", "online_sales_team": false, "subsidy_programme": "none", "real_name_verified": false, "consumer_cloud_user": false, "has_cash_consumption": false, "partner_support_plan": false, "registered_by_vendor": false, "top_up_bonus_balance": false, "authorised_sales_centre": false, "orders_awaiting_partner": false, "unused_pick_up_vouchers": false, "followed_by_direct_sales": false, "stored_value_card_balance": false, "unified_accounting_member": false, "unexpired_reserved_instances": false, "independent_accounting_member": false, "master_with_independent_members": false}');
INSERT INTO public.customer_facts (id, customer_id, realm, as_of, received_at, source, facts) VALUES ('01a207cd-7eb5-7e5d-bd50-311e3aa5fb45', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', 'sandbox', '2026-11-23 09:47:17.554297+00', '2026-11-23 09:47:17.557938+00', 'directory', '{"site": "cn", "country": "", "contracts": [], "in_arrears": false, "cloud_enabled": true, "owed_invoices": false, "registered_at": "2026-11-23T09:47:17.061702Z", "account_frozen": false, "partner_status": "none", "account_balance": false, "internal_account": false, "reward_programme": "none", "online_sales_team": false, "subsidy_programme": "none", "real_name_verified": false, "consumer_cloud_user": false, "has_cash_consumption": false, "partner_support_plan": false, "registered_by_vendor": false, "top_up_bonus_balance": false, "authorised_sales_centre": false, "orders_awaiting_partner": false, "unused_pick_up_vouchers": false, "followed_by_direct_sales": false, "stored_value_card_balance": false, "unified_accounting_member": false, "unexpired_reserved_instances": false, "independent_accounting_member": false, "master_with_independent_members": false}');
INSERT INTO public.customer_facts (id, customer_id, realm, as_of, received_at, source, facts) VALUES ('01a207cd-8089-73c5-99b8-fb0dd5df3171', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', 'sandbox', '2026-11-23 09:47:18.017954+00', '2026-11-23 09:47:18.025245+00', 'directory', '{"site": "cn", "country": "", "contracts": [], "in_arrears": false, "cloud_enabled": true, "owed_invoices": false, "registered_at": "2026-11-23T09:47:17.061702Z", "account_frozen": false, "partner_status": "none", "unsettled_fees": {"amount": "120.00", "currency": "CNY"}, "account_balance": false, "internal_account": false, "reward_programme": "none", "online_sales_team": false, "subsidy_programme": "none", "real_name_verified": false, "consumer_cloud_user": false, "has_cash_consumption": false, "partner_support_plan": false, "registered_by_vendor": false, "top_up_bonus_balance": false, "authorised_sales_centre": false, "orders_awaiting_partner": false, "unused_pick_up_vouchers": false, "followed_by_direct_sales": false, "stored_value_card_balance": false, "unified_accounting_member": false, "unexpired_reserved_instances": false, "independent_accounting_member": false, "master_with_independent_members": false}');
INSERT INTO public.customer_facts (id, customer_id, realm, as_of, received_at, source, facts) VALUES ('01a207cd-80d8-7aec-8222-5b926f88ff73', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', 'sandbox', '2026-11-23 09:47:18.094756+00', '2026-11-23 09:47:18.104713+00', 'directory', '{"site": "cn", "country": "", "contracts": [], "in_arrears": false, "cloud_enabled": true, "owed_invoices": false, "registered_at": "2026-11-23T09:47:17.061702Z", "account_frozen": false, "partner_status": "none", "unsettled_fees": {"amount": "500.00", "currency": "CNY"}, "account_balance": false, "internal_account": false, "reward_programme": "none", "online_sales_team": false, "subsidy_programme": "none", "real_name_verified": false, "consumer_cloud_user": false, "has_cash_consumption": false, "partner_support_plan": false, "registered_by_vendor": false, "top_up_bonus_balance": false, "authorised_sales_centre": false, "orders_awaiting_partner": false, "unused_pick_up_vouchers": false, "followed_by_direct_sales": false, "stored_value_card_balance": false, "unified_accounting_member": false, "unexpired_reserved_instances": false, "independent_accounting_member": false, "master_with_independent_members": false}');


ALTER TABLE public.customer_facts ENABLE TRIGGER ALL;

--
-- Data for Name: customer_keys; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.customer_keys DISABLE TRIGGER ALL;

INSERT INTO public.customer_keys (realm, kind, key_hash, customer_id, code_hash, source) VALUES ('sandbox', 'email', '\xcabe2efe55ddcc1c3e7f1fee90fb2c8c666e49a4aff71d35b8a9a1085535fe98', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', '\x', 'directory');
INSERT INTO public.customer_keys (realm, kind, key_hash, customer_id, code_hash, source) VALUES ('sandbox', 'name', '\xba03d4ff70c0ff5114a61670a0734a906e3235f9da736f752600de5c7e7745b2', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', '\x', 'directory');
INSERT INTO public.customer_keys (realm, kind, key_hash, customer_id, code_hash, source) VALUES ('sandbox', 'phone', '\xdffbaaeb0833856030b0d59c2e3e7c9a6987e6fb4d9f79657efa7b4cc7cebcf7', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', '\x', 'directory');
INSERT INTO public.customer_keys (realm, kind, key_hash, customer_id, code_hash, source) VALUES ('sandbox', 'line', '\x8511fa34a2d9196c3fd817f9261710e5413f194e270bbbe9868c61d36ad8f9ff', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', '\x', 'directory');


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

INSERT INTO public.decision_texts (decision_id, realm, opinion) VALUES ('01a207cd-812d-75ba-81ea-19b8ddd122c2', 'sandbox', 'a test');


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

INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-7b12-71a4-9220-8a43993729c9', 'sandbox', NULL, NULL, NULL, 'organisation', '01a207cd-7508-7171-805f-e5c790a7ed20', 1, 'organisation.put', 'feed', '', '2026-11-23 09:47:16.609014+00', '2026-11-23 09:47:16.626108+00', '01a207cd-7ae0-715f-8db1-969ae297490f', '', '', '', NULL, NULL, '{"kind": "partner", "site": "cn", "frozen": false, "prepaid": false}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-7b4c-7c38-b51c-23df89dfa0f3', 'sandbox', NULL, NULL, NULL, 'organisation', '01a207cd-7508-7172-951a-66a80d77c185', 1, 'organisation.put', 'feed', '', '2026-11-23 09:47:16.647506+00', '2026-11-23 09:47:16.684801+00', '01a207cd-7b23-74d4-b921-d1ad90256892', '', '', '', NULL, NULL, '{"kind": "partner", "site": "cn", "frozen": false, "prepaid": false}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-7c3e-7b2c-b8d8-5e7f9549a38c', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', NULL, NULL, 'top_up', '01a207cd-7c0f-7487-a1f6-e52b4868b994', 1, 'top_up.arrived', 'payment-channel:bank-transfer', '', '2026-11-23 09:47:16.758019+00', '2026-11-23 09:47:16.926732+00', '01a207cd-7bac-7830-b61a-714d35104e42', '', '', '', NULL, NULL, '{"state": "arrived", "amount": "1000.00", "channel": "bank-transfer", "currency": "CNY", "reference": "TOP-Q55D4-6HECM", "channel_reference": "PAYRTV4SE6D46U5BQLK5XUNDAEOMA"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-7c71-7bc7-aa0d-3b0b12dcfb85', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', NULL, NULL, 'invitation_link', '01a207cd-7c5f-77f0-9e39-6d509adeb688', 1, 'link.created', 'ada', '', '2026-11-23 09:47:16.977166+00', '2026-11-23 09:47:16.977772+00', '01a207cd-7c52-7cd1-9e05-03cc0c64c97e', '', '', '', NULL, NULL, '{"kind": "general", "state": "active", "reference": "LNK-BDA2D-DXDM8"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-7db7-7633-9d9d-d411be0970f2', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', NULL, NULL, 'book', '01a207cd-7508-7171-805f-e5c790a7ed20', 1, 'ledger.anchored', 'system', '', '2026-11-23 09:47:17.303406+00', '2026-11-23 09:47:17.303406+00', '', '', '', '', NULL, NULL, '{"head": "92f594a8f7c161b634193ed523b9afb613bee5f84a572c1f5ddf7b49974a75dc"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-7df0-74d7-9cc5-084928877f05', 'sandbox', NULL, '01a207cd-7cc5-7ab2-985b-473c213a0a5b', NULL, 'customer', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', 1795427237248005, 'customer.facts_received', 'directory', '', '2026-11-23 09:47:17.352909+00', '2026-11-23 09:47:17.360317+00', '', '', '', '', NULL, NULL, '{"as_of": "2026-11-23T09:47:17.248005Z", "source": "directory", "facts_id": "01a207cd-7de8-7df5-8df9-c5539d5548cc"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-7e39-7d1d-8f98-24dd0715a6ea', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', NULL, 'acceptance', '01a207cd-7e34-719e-a130-dd5248f84439', 1, 'acceptance.consented', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', '', '2026-11-23 09:47:17.43369+00', '2026-11-23 09:47:17.433859+00', '01a207cd-7e0c-7c73-9345-94a29e876f09', '', '', '', NULL, '01a207cd-775e-7e09-ba8c-e93c99b16b12', '{"state": "checking", "reference": "ACC-6XA94-FGH1S", "notice_version": "1", "association_type": "resale"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-7eb7-79e5-a464-db94fc025eb6', 'sandbox', NULL, '01a207cd-7cc5-7ab2-985b-473c213a0a5b', NULL, 'customer', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', 1795427237554297, 'customer.facts_received', 'directory', '', '2026-11-23 09:47:17.557938+00', '2026-11-23 09:47:17.559649+00', '', '', '', '', NULL, NULL, '{"as_of": "2026-11-23T09:47:17.554297Z", "source": "directory", "facts_id": "01a207cd-7eb5-7e5d-bd50-311e3aa5fb45"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-7f15-7812-ae75-d0a44e3880de', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', '01a207cd-7f15-77b1-b163-deb1ff96e9d2', 'association', '01a207cd-7f15-77b1-b163-deb1ff96e9d2', 1, 'association.started', 'system', '', '2026-11-23 09:47:17.653318+00', '2026-11-23 09:47:17.653528+00', '', '', 'acceptance:v1:01a207cd-7e34-719e-a130-dd5248f84439', '01a207cd-7e48-75c6-97bd-848b33d6f520', NULL, NULL, '{"tag": "ada", "reference": "ASC-YYP7Z-SDTEJ", "association_type": "resale"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-7f15-7a33-96f1-c991a9817c9b', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', '01a207cd-7f15-77b1-b163-deb1ff96e9d2', 'acceptance', '01a207cd-7e34-719e-a130-dd5248f84439', 2, 'acceptance.associated', 'system', '', '2026-11-23 09:47:17.653318+00', '2026-11-23 09:47:17.653668+00', '', '', 'acceptance:v1:01a207cd-7e34-719e-a130-dd5248f84439', '01a207cd-7e48-75c6-97bd-848b33d6f520', NULL, '01a207cd-775e-7e09-ba8c-e93c99b16b12', '{"state": "associated", "reference": "ACC-6XA94-FGH1S", "notice_version": "1", "association_type": "resale"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-805b-71b4-9853-415bcdd5098c', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', '01a207cd-7f15-77b1-b163-deb1ff96e9d2', 'adjustment', '01a207cd-8044-7d93-9f3d-8af0ce770dce', 1, 'adjustment.allocate', 'finn', '', '2026-11-23 09:47:17.968786+00', '2026-11-23 09:47:17.979111+00', '01a207cd-8044-7a0f-a4c0-8ddb89c9982b', '', '', '', NULL, NULL, '{"amount": "300.00", "currency": "CNY", "fund_type": "cash", "reference": "ADJ-CAY37-7E3EE"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-808d-782d-b7bb-05019d08bac8', 'sandbox', NULL, '01a207cd-7cc5-7ab2-985b-473c213a0a5b', NULL, 'customer', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', 1795427238017954, 'customer.facts_received', 'feed', '', '2026-11-23 09:47:18.025245+00', '2026-11-23 09:47:18.029536+00', '01a207cd-8083-7172-ad92-abe0ed9c3c8d', '', '', '', NULL, NULL, '{"as_of": "2026-11-23T09:47:18.017954Z", "source": "directory", "facts_id": "01a207cd-8089-73c5-99b8-fb0dd5df3171"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-80b7-7e54-9fbe-8ceb2b2b0dd0', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', '01a207cd-7f15-77b1-b163-deb1ff96e9d2', 'adjustment', '01a207cd-80a5-7d76-9364-b63ba1f784ba', 1, 'adjustment.reclaim', 'ada', '', '2026-11-23 09:47:18.060189+00', '2026-11-23 09:47:18.071939+00', '01a207cd-80a5-7a46-a164-c66c6fe9023e', '', '', '', NULL, NULL, '{"amount": "180.00", "currency": "CNY", "fund_type": "", "reference": "ADJ-5P7EG-ZF15T"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-80da-7175-9117-da7fbde1c2bb', 'sandbox', NULL, '01a207cd-7cc5-7ab2-985b-473c213a0a5b', NULL, 'customer', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', 1795427238094756, 'customer.facts_received', 'feed', '', '2026-11-23 09:47:18.104713+00', '2026-11-23 09:47:18.106095+00', '01a207cd-80cf-7007-8761-739cf3b67282', '', '', '', NULL, NULL, '{"as_of": "2026-11-23T09:47:18.094756Z", "source": "directory", "facts_id": "01a207cd-80d8-7aec-8222-5b926f88ff73"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-80f3-785a-91b4-76bd9766f3de', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', NULL, NULL, 'denial', '01a207cd-80f3-7851-a456-b93406c64dbd', 1, 'access.denied', 'sue', '', '2026-11-23 09:47:18.13154+00', '2026-11-23 09:47:18.131547+00', '01a207cd-80f3-7220-b5a0-377ac2a0a2c0', '', '', '', NULL, NULL, '{"operation": "allocate"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207cd-812d-7640-b13e-ed1297cb2b25', 'sandbox', NULL, NULL, NULL, 'operation', '01a207cd-812d-75ba-81ea-19b8ddd122c2', 1, 'ops.verify_ledger', 'olga', '', '2026-11-23 09:47:18.189407+00', '2026-11-23 09:47:18.189409+00', '01a207cd-8114-7887-9f4f-4f292a98a241', '', '', '', '01a207cd-812d-75ba-81ea-19b8ddd122c2', NULL, '{}');


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

INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (1, '01a207cd-7b12-71a4-9220-8a43993729c9', 'sandbox', NULL, 'organisation', 'organisation.put');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (2, '01a207cd-7b4c-7c38-b51c-23df89dfa0f3', 'sandbox', NULL, 'organisation', 'organisation.put');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (3, '01a207cd-7c3e-7b2c-b8d8-5e7f9549a38c', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 'top_up', 'top_up.arrived');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (4, '01a207cd-7c71-7bc7-aa0d-3b0b12dcfb85', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 'invitation_link', 'link.created');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (5, '01a207cd-7db7-7633-9d9d-d411be0970f2', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 'book', 'ledger.anchored');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (6, '01a207cd-7df0-74d7-9cc5-084928877f05', 'sandbox', NULL, 'customer', 'customer.facts_received');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (7, '01a207cd-7e39-7d1d-8f98-24dd0715a6ea', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 'acceptance', 'acceptance.consented');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (8, '01a207cd-7eb7-79e5-a464-db94fc025eb6', 'sandbox', NULL, 'customer', 'customer.facts_received');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (9, '01a207cd-7f15-7812-ae75-d0a44e3880de', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 'association', 'association.started');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (10, '01a207cd-7f15-7a33-96f1-c991a9817c9b', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 'acceptance', 'acceptance.associated');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (11, '01a207cd-805b-71b4-9853-415bcdd5098c', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 'adjustment', 'adjustment.allocate');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (12, '01a207cd-808d-782d-b7bb-05019d08bac8', 'sandbox', NULL, 'customer', 'customer.facts_received');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (13, '01a207cd-80b7-7e54-9fbe-8ceb2b2b0dd0', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 'adjustment', 'adjustment.reclaim');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (14, '01a207cd-80da-7175-9117-da7fbde1c2bb', 'sandbox', NULL, 'customer', 'customer.facts_received');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (15, '01a207cd-80f3-785a-91b4-76bd9766f3de', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 'denial', 'access.denied');


ALTER TABLE public.event_positions ENABLE TRIGGER ALL;

--
-- Data for Name: event_queue; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.event_queue DISABLE TRIGGER ALL;

INSERT INTO public.event_queue (event_id) VALUES ('01a207cd-812d-7640-b13e-ed1297cb2b25');


ALTER TABLE public.event_queue ENABLE TRIGGER ALL;

--
-- Data for Name: idempotency_records; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.idempotency_records DISABLE TRIGGER ALL;

INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-7508-716f-b1b2-05a20bf193d1', 'feed', '6cfkyaprzpvcyhhg4cluu7zhfn', '\xa3c51fbd506684014ac917700a5c74c0438132ae41a1d2eb954c14e6d9438b85', 200, 'organisation', '01a207cd-7508-7171-805f-e5c790a7ed20', '2026-11-23 09:47:16.603534+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-7508-716f-b1b2-05a20bf193d1', 'feed', 'cqdsllydpvdze4vvsju5dudvex', '\x41dd62dc38ba7f095ddcd77029783247a3d5524d52f4dc475d6de6d69b459cb5', 200, 'organisation', '01a207cd-7508-7172-951a-66a80d77c185', '2026-11-23 09:47:16.647024+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-7508-716f-b1b2-05a20bf193d1', 'payment-channel:bank-transfer', 'evt_US2NX7AK2B76L4UQTAM7KKPEBI', '\x0e22aa53d632a04001b4e38af4c63af9158f0edc78561bd5355fc4dd5621df55', 201, 'top_up', '01a207cd-7c0f-7487-a1f6-e52b4868b994', '2026-11-23 09:47:16.881245+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 'ada', '5zdodvjski2vgacpyjmq3eymgn', '\xb5384f4d40b570ff5bb10903bd39c65e44494693fb0cdf4c8ec3cd277565c625', 201, 'invitation_link', '01a207cd-7c5f-77f0-9e39-6d509adeb688', '2026-11-23 09:47:16.97665+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', 'LRMBOLX677KIAMZ456OVZIOWW4.crHuoS7SKuy3ZjQXpZpimg', '\x38990ce9ba8b233876d800d8f201cd8976d8717ce9cab29de3af49dc16cb26a0', 201, 'acceptance', '01a207cd-7e34-719e-a130-dd5248f84439', '2026-11-23 09:47:17.428108+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 'finn', 'hadngcbjlyzanineilq4mcxp2c', '\xbfd62e4d0ba1058bd9166ba6d1a4ebe0890dc749f4d1dba8c8f159011a021236', 201, 'adjustment', '01a207cd-8044-7d93-9f3d-8af0ce770dce', '2026-11-23 09:47:17.957933+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-7508-716f-b1b2-05a20bf193d1', 'feed', '6e2yhz7elevqobaw6hbmssu5pp', '\x9996e7cc535e1e8f385eab42faeb7b352bd0458fd988091841803186d5b9691a', 200, 'customer', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', '2026-11-23 09:47:18.020192+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 'ada', 'ienfux6gvoh7mrafyr6vvobqhd', '\xd00b0b3389d1dd6ba8456d66f7034233d02035882c2e84c4189fb322ed9510eb', 201, 'adjustment', '01a207cd-80a5-7d76-9364-b63ba1f784ba', '2026-11-23 09:47:18.05411+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207cd-7508-716f-b1b2-05a20bf193d1', 'feed', 'c7wv734iyfd42p6kr4fpkkvudt', '\x981d4ac906fc5f63f93facfefa8c2ea8c0cf96ba524d6bdbebc44a45d24f6d8c', 200, 'customer', '01a207cd-7cc5-7ab2-985b-473c213a0a5b', '2026-11-23 09:47:18.100722+00');


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

INSERT INTO public.lots (id, realm, partner_id, transaction_id, channel, signing_entity, payer_id, reference, arrived_at, currency, scale, amount, remaining, invoiced, bank_card) VALUES ('01a207cd-7c0f-7487-a1f6-e52b4868b994', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', '01a207cd-7c11-79a8-9ad8-7455dc31f879', 2, 'cloud_computing', '01a207cd-7c0f-748d-ad03-79336abb07f2', 'PAYRTV4SE6D46U5BQLK5XUNDAEOMA', '2026-11-23 09:47:16.758019+00', 'CNY', 2, 1000.00, 1000.00, 0, false);


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

INSERT INTO public.notifications (id, realm, partner_id, subject_kind, subject_id, kind, contact_id, generation, locale, state, attempts, next_attempt_at, last_error, created_at, sent_at) VALUES ('01a207cd-7f15-7a78-bbf0-e3ce7f3f55be', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 'association', '01a207cd-7f15-77b1-b163-deb1ff96e9d2', 'association_customer', '01a207cd-7dcb-7d0d-acf7-1df3a541bf51', 1, 'zh-CN', 'sent', 1, '2026-11-23 09:47:17.653686+00', '', '2026-11-23 09:47:17.653686+00', '2026-11-23 09:47:17.791008+00');
INSERT INTO public.notifications (id, realm, partner_id, subject_kind, subject_id, kind, contact_id, generation, locale, state, attempts, next_attempt_at, last_error, created_at, sent_at) VALUES ('01a207cd-7f15-7aa3-96d9-31a1ed598185', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 'association', '01a207cd-7f15-77b1-b163-deb1ff96e9d2', 'association_partner', '01a207cd-7b08-7284-87ff-0114614c816a', 1, 'zh-CN', 'sent', 1, '2026-11-23 09:47:17.653697+00', '', '2026-11-23 09:47:17.653697+00', '2026-11-23 09:47:17.794379+00');


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

INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-7c11-79a8-9ad8-7455dc31f879', 1, 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 'ab91bdcb-faaf-4478-aa7f-ee55e0c29ecb', 1, 'money', 'SOURCE_OPERAIION_RECHARGE', -1000.00, 'CNY', 2, -1000.00, '2026-11-23 09:47:16.881825+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-7c11-79a8-9ad8-7455dc31f879', 2, 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', '59625831-7c82-451f-810a-5f4540e2d8ca', 1, 'money', 'SOURCE_OPERAIION_RECHARGE', 1000.00, 'CNY', 2, 1000.00, '2026-11-23 09:47:16.881825+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-7c11-79a8-9ad8-7455dc31f879', 3, 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 'd9fbbf59-305f-4e68-bda7-76926235222d', 1, 'allotment', 'SOURCE_OPERAIION_RECHARGE', -1000.00, 'CNY', 2, -1000.00, '2026-11-23 09:47:16.881825+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-7c11-79a8-9ad8-7455dc31f879', 4, 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', '6966d9d7-5662-419e-b905-a2dc86e598e9', 1, 'allotment', 'SOURCE_OPERAIION_RECHARGE', 1000.00, 'CNY', 2, 1000.00, '2026-11-23 09:47:16.881825+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-8050-7c04-b643-64aeebd429ab', 1, 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', '6966d9d7-5662-419e-b905-a2dc86e598e9', 2, 'allotment', 'SOURCE_OPERATION_BEADJUST', -300.00, 'CNY', 2, 700.00, '2026-11-23 09:47:17.968815+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-8050-7c04-b643-64aeebd429ab', 2, 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', '00def38f-434d-4e20-9627-9659cfe4d84d', 1, 'allotment', 'SOURCE_OPERATION_BEADJUST', 300.00, 'CNY', 2, 300.00, '2026-11-23 09:47:17.968815+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-80ac-72ec-a5c6-8c9c6a3d086b', 1, 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', '6966d9d7-5662-419e-b905-a2dc86e598e9', 3, 'allotment', 'SOURCE_OPERATION_BERETRIEVE', 180.00, 'CNY', 2, 880.00, '2026-11-23 09:47:18.060226+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207cd-80ac-72ec-a5c6-8c9c6a3d086b', 2, 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', '00def38f-434d-4e20-9627-9659cfe4d84d', 2, 'allotment', 'SOURCE_OPERATION_BERETRIEVE', -180.00, 'CNY', 2, 120.00, '2026-11-23 09:47:18.060226+00');


ALTER TABLE public.postings ENABLE TRIGGER ALL;

--
-- Data for Name: protection_slots; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.protection_slots DISABLE TRIGGER ALL;

INSERT INTO public.protection_slots (realm, kind, key_hash, code_hash, registration_id, partner_id, held_until) VALUES ('sandbox', 'email', '\xcabe2efe55ddcc1c3e7f1fee90fb2c8c666e49a4aff71d35b8a9a1085535fe98', '\x', '01a207cd-7e34-719e-a130-dd5248f84439', '01a207cd-7508-7171-805f-e5c790a7ed20', '2026-11-23 09:47:17.635748+00');
INSERT INTO public.protection_slots (realm, kind, key_hash, code_hash, registration_id, partner_id, held_until) VALUES ('sandbox', 'name', '\xba03d4ff70c0ff5114a61670a0734a906e3235f9da736f752600de5c7e7745b2', '\x', '01a207cd-7e34-719e-a130-dd5248f84439', '01a207cd-7508-7171-805f-e5c790a7ed20', '2026-11-23 09:47:17.635748+00');
INSERT INTO public.protection_slots (realm, kind, key_hash, code_hash, registration_id, partner_id, held_until) VALUES ('sandbox', 'phone', '\x1c940a29cd623927f1d21703591eadaf64a11dc604de71af8ee9da8c571a10e5', '\x', '01a207cd-7e34-719e-a130-dd5248f84439', '01a207cd-7508-7171-805f-e5c790a7ed20', '2026-11-23 09:47:17.635748+00');
INSERT INTO public.protection_slots (realm, kind, key_hash, code_hash, registration_id, partner_id, held_until) VALUES ('sandbox', 'phone', '\xdffbaaeb0833856030b0d59c2e3e7c9a6987e6fb4d9f79657efa7b4cc7cebcf7', '\x', '01a207cd-7e34-719e-a130-dd5248f84439', '01a207cd-7508-7171-805f-e5c790a7ed20', '2026-11-23 09:47:17.635748+00');


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



ALTER TABLE public.tasks ENABLE TRIGGER ALL;

--
-- Data for Name: top_ups; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.top_ups DISABLE TRIGGER ALL;

INSERT INTO public.top_ups (id, realm, partner_id, reference, state, state_since, version, channel, channel_number, event_id, channel_reference, signing_entity, payment_account, payer_id, amount, currency, scale, arrived_at, decider, opinion, evaluation_id, created_at) VALUES ('01a207cd-7c0f-7487-a1f6-e52b4868b994', 'sandbox', '01a207cd-7508-7171-805f-e5c790a7ed20', 'TOP-Q55D4-6HECM', 'arrived', '2026-11-23 09:47:16.879297+00', 1, 'bank-transfer', 2, 'evt_US2NX7AK2B76L4UQTAM7KKPEBI', 'PAYRTV4SE6D46U5BQLK5XUNDAEOMA', 'cloud_computing', 'ACC-AURORA', '01a207cd-7c0f-748d-ad03-79336abb07f2', 1000, 'CNY', 2, '2026-11-23 09:47:16.758019+00', '', '', NULL, '2026-11-23 09:47:16.879297+00');


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



ALTER TABLE public.withdrawal_lots ENABLE TRIGGER ALL;

--
-- PostgreSQL database dump complete
--


