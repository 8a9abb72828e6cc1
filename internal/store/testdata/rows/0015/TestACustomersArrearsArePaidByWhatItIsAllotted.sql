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

INSERT INTO public.organisations (id, realm, kind, parent_id, site, name, country, credit_code, frozen, prepaid, has_contact, contact_id, version, created_at, updated_at, payment_account) VALUES ('01a207d1-35a6-74fe-8ddd-a008049a2290', 'sandbox', 'vendor', NULL, 'cn', 'Cloud Vendor', '', '', false, false, false, NULL, 1, '2026-11-23 09:51:24.942725+00', '2026-11-23 09:51:24.942725+00', '');
INSERT INTO public.organisations (id, realm, kind, parent_id, site, name, country, credit_code, frozen, prepaid, has_contact, contact_id, version, created_at, updated_at, payment_account) VALUES ('01a207d1-35a6-7500-b0dd-d6745a621190', 'sandbox', 'partner', NULL, 'cn', 'Aurora', 'CN', '', false, false, true, '01a207d1-46fb-7ac9-8502-cb1823425ddf', 1, '2026-11-23 09:51:25.404353+00', '2026-11-23 09:51:25.404353+00', 'ACC-AURORA');
INSERT INTO public.organisations (id, realm, kind, parent_id, site, name, country, credit_code, frozen, prepaid, has_contact, contact_id, version, created_at, updated_at, payment_account) VALUES ('01a207d1-35a6-7501-a0a2-09e2c93568de', 'sandbox', 'partner', NULL, 'cn', 'Borealis', 'CN', '', false, false, true, '01a207d1-4730-7d19-866a-18fdc4205134', 1, '2026-11-23 09:51:25.487714+00', '2026-11-23 09:51:25.487714+00', 'ACC-BOREALIS');
INSERT INTO public.organisations (id, realm, kind, parent_id, site, name, country, credit_code, frozen, prepaid, has_contact, contact_id, version, created_at, updated_at, payment_account) VALUES ('01a207d1-47bb-7c32-8588-d3c0f43ea597', 'sandbox', 'customer', NULL, 'cn', '晨星aoa2onk2科技有限公司', '', '', false, false, true, '01a207d1-47f8-7011-af27-c758937c6881', 2, '2026-11-23 09:51:25.687999+00', '2026-11-23 09:51:26.101461+00', '');


ALTER TABLE public.organisations ENABLE TRIGGER ALL;

--
-- Data for Name: contacts; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.contacts DISABLE TRIGGER ALL;

INSERT INTO public.contacts (id, realm, owner_id, purpose, person_name, account_name, phone, email, retain_until, created_at, bank, bank_branch, bank_account) VALUES ('01a207d1-46fb-7ac9-8502-cb1823425ddf', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'partner', 'Office', '', '', 'aurora@partner.example', '2126-11-23 09:51:25.404353+00', '2026-11-23 09:51:25.404353+00', '', '', '');
INSERT INTO public.contacts (id, realm, owner_id, purpose, person_name, account_name, phone, email, retain_until, created_at, bank, bank_branch, bank_account) VALUES ('01a207d1-4730-7d19-866a-18fdc4205134', 'sandbox', '01a207d1-35a6-7501-a0a2-09e2c93568de', 'partner', 'Office', '', '', 'borealis@partner.example', '2126-11-23 09:51:25.487714+00', '2026-11-23 09:51:25.487714+00', '', '', '');
INSERT INTO public.contacts (id, realm, owner_id, purpose, person_name, account_name, phone, email, retain_until, created_at, bank, bank_branch, bank_account) VALUES ('01a207d1-474a-7dcd-b427-65c6089148c0', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'payer', '王小明', '6222020200012345678', '', '', '2027-11-23 09:51:25.514904+00', '2026-11-23 09:51:25.514904+00', '', '', '');
INSERT INTO public.contacts (id, realm, owner_id, purpose, person_name, account_name, phone, email, retain_until, created_at, bank, bank_branch, bank_account) VALUES ('01a207d1-47f8-7011-af27-c758937c6881', 'sandbox', '01a207d1-47bb-7c32-8588-d3c0f43ea597', 'account', '', 'akq3efsgs2ftw', '+8613813562261', 'aoa2onk2@customer.example', '2126-11-23 09:51:26.101183+00', '2026-11-23 09:51:26.101183+00', '', '', '');


ALTER TABLE public.contacts ENABLE TRIGGER ALL;

--
-- Data for Name: policies; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.policies DISABLE TRIGGER ALL;

INSERT INTO public.policies (id, realm, site, version, schema, effective_from, author, approver, approved_at, created_at, document) VALUES ('01a207d1-4517-7457-8254-b3a4422a25df', 'sandbox', 'cn', 1, 3, '2020-01-01 00:00:00+00', 'release', 'installation', '2026-11-23 09:51:24.942725+00', '2026-11-23 09:51:24.942725+00', '{"zone": "Asia/Shanghai", "facts": {"max_age_hours": 24}, "funds": {"payment_conflict_days": 30}, "events": {"log_days": 30, "disable_hours": 24, "give_up_hours": 72, "subscriptions": 10, "timeout_seconds": 10, "last_retry_minutes": 60, "streams_per_person": 5, "first_retry_seconds": 5, "secret_overlap_hours": 24}, "leaving": {"causes": {"in_arrears": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "owed_invoices": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "account_frozen": [], "member_account": ["customer_unlink_consultant"], "pick_up_vouchers": ["customer_unlink_consultant", "customer_unlink_resale"], "special_contract": ["customer_unlink_resale"], "consultant_balance": ["partner_switch_consultant"], "reserved_instances": ["partner_switch_consultant", "partner_switch_resale", "customer_unlink_resale"], "partner_support_plan": ["customer_unlink_resale"], "orders_awaiting_partner": ["partner_unlink_consultant", "partner_switch_consultant", "customer_unlink_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "independent_accounting_member": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "master_with_independent_members": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"]}, "step_up": false, "grace_days": 3, "answer_days": 15, "reminder_days": [3, 7, 13], "step_attempts": 5, "window_months": 3, "step_up_minutes": 10, "partner_requests": 1, "step_up_attempts": 5, "customer_requests": 1, "step_retry_minutes": 1}, "calendar": {"holidays": ["2025-01-01", "2025-01-28", "2025-01-29", "2025-01-30", "2025-01-31", "2025-02-01", "2025-02-02", "2025-02-03", "2025-02-04", "2025-04-04", "2025-04-05", "2025-04-06", "2025-05-01", "2025-05-02", "2025-05-03", "2025-05-04", "2025-05-05", "2025-05-31", "2025-06-01", "2025-06-02", "2025-10-01", "2025-10-02", "2025-10-03", "2025-10-04", "2025-10-05", "2025-10-06", "2025-10-07", "2025-10-08", "2026-01-01", "2026-01-02", "2026-01-03", "2026-02-15", "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20", "2026-02-21", "2026-02-22", "2026-02-23", "2026-04-04", "2026-04-05", "2026-04-06", "2026-05-01", "2026-05-02", "2026-05-03", "2026-05-04", "2026-05-05", "2026-06-19", "2026-06-20", "2026-06-21", "2026-09-25", "2026-09-26", "2026-09-27", "2026-10-01", "2026-10-02", "2026-10-03", "2026-10-04", "2026-10-05", "2026-10-06", "2026-10-07"], "make_up_days": ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11", "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"], "published_until": "2026-12-31"}, "retention": {"contact_days": 365, "idempotency_days": 7}, "invitation": {"daily_per_operator": 100, "link_validity_days": 7, "recipients_per_call": 50}, "withdrawal": {"step_up": false, "rebate_channels": [7], "ask_bank_seconds": 2, "original_windows": [{"then": "none", "months": 3, "channel": 1, "signing_entity": "cloud_computing"}, {"then": "none", "months": 0, "channel": 2, "signing_entity": "cloud_computing"}, {"then": "bank_card", "months": 11, "channel": 1, "signing_entity": "other"}, {"then": "bank_card", "months": 11, "channel": 5, "signing_entity": "other"}, {"then": "bank_card", "months": 3, "channel": 317, "signing_entity": "other"}, {"then": "none", "months": 0, "channel": 2, "signing_entity": "other"}], "bank_card_channels": [10], "facts_max_age_hours": 24, "second_review_above": [{"amount": "500000.00", "currency": "CNY"}, {"amount": "70000.00", "currency": "EUR"}, {"amount": "550000.00", "currency": "HKD"}, {"amount": "10000000", "currency": "JPY"}, {"amount": "70000.00", "currency": "USD"}], "ask_bank_max_minutes": 60, "ask_processing_hours": 24, "bank_patience_minutes": 60, "reconcile_grace_hours": 24, "bank_card_working_days": 7, "review_target_working_days": 3, "review_reminder_working_days": 1}, "association": {"notice_version": "1", "registration_age_days": 7, "directory_patience_minutes": 10}, "registration": {"open_cap": 100, "outcomes": {"contract_signed": "never", "country_mismatch": "allow", "reward_programme": "never", "account_other_site": "never", "consumer_cloud_user": "never", "customer_is_partner": "never", "registered_by_vendor": "review", "online_sales_customer": "review", "followed_by_direct_sales": "review", "unified_accounting_member": "never", "cash_consumption_unfollowed": "never", "authorised_sales_centre_customer": "review"}, "batch_limit": 100, "validity_days": 15, "accounts_per_phone": 3, "reminder_days_before": [3], "followed_account_age_days": 7, "review_lapse_working_days": 10, "distinct_customers_per_day": 300, "review_target_working_days": 3}}');
INSERT INTO public.policies (id, realm, site, version, schema, effective_from, author, approver, approved_at, created_at, document) VALUES ('01a207d1-451c-74b6-8bab-52dcb7329f60', 'sandbox', 'intl', 1, 3, '2020-01-01 00:00:00+00', 'release', 'installation', '2026-11-23 09:51:24.942725+00', '2026-11-23 09:51:24.942725+00', '{"zone": "UTC", "facts": {"max_age_hours": 24}, "funds": {"payment_conflict_days": 30}, "events": {"log_days": 30, "disable_hours": 24, "give_up_hours": 72, "subscriptions": 10, "timeout_seconds": 10, "last_retry_minutes": 60, "streams_per_person": 5, "first_retry_seconds": 5, "secret_overlap_hours": 24}, "leaving": {"causes": {"in_arrears": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "owed_invoices": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "account_frozen": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "member_account": ["customer_unlink_consultant"], "pick_up_vouchers": ["customer_unlink_consultant", "customer_unlink_resale"], "special_contract": ["customer_unlink_resale"], "consultant_balance": ["partner_switch_consultant"], "reserved_instances": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "partner_support_plan": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "orders_awaiting_partner": ["partner_unlink_consultant", "partner_switch_consultant", "customer_unlink_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "independent_accounting_member": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "master_with_independent_members": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"]}, "step_up": false, "grace_days": 3, "answer_days": 15, "reminder_days": [3, 7, 13], "step_attempts": 5, "window_months": 3, "step_up_minutes": 10, "partner_requests": 1, "step_up_attempts": 5, "customer_requests": 3, "step_retry_minutes": 1}, "calendar": {"holidays": [], "make_up_days": [], "published_until": ""}, "retention": {"contact_days": 365, "idempotency_days": 7}, "invitation": {"daily_per_operator": 100, "link_validity_days": 7, "recipients_per_call": 50}, "withdrawal": {"step_up": false, "rebate_channels": [7], "ask_bank_seconds": 2, "original_windows": [{"then": "none", "months": 3, "channel": 1, "signing_entity": "cloud_computing"}, {"then": "none", "months": 0, "channel": 2, "signing_entity": "cloud_computing"}, {"then": "bank_card", "months": 11, "channel": 1, "signing_entity": "other"}, {"then": "bank_card", "months": 11, "channel": 5, "signing_entity": "other"}, {"then": "bank_card", "months": 3, "channel": 317, "signing_entity": "other"}, {"then": "none", "months": 0, "channel": 2, "signing_entity": "other"}], "bank_card_channels": [10], "facts_max_age_hours": 24, "second_review_above": [{"amount": "500000.00", "currency": "CNY"}, {"amount": "70000.00", "currency": "EUR"}, {"amount": "550000.00", "currency": "HKD"}, {"amount": "10000000", "currency": "JPY"}, {"amount": "70000.00", "currency": "USD"}], "ask_bank_max_minutes": 60, "ask_processing_hours": 24, "bank_patience_minutes": 60, "reconcile_grace_hours": 24, "bank_card_working_days": 7, "review_target_working_days": 3, "review_reminder_working_days": 1}, "association": {"notice_version": "1", "registration_age_days": 7, "directory_patience_minutes": 10}, "registration": {"open_cap": 100, "outcomes": {"contract_signed": "never", "country_mismatch": "review", "reward_programme": "never", "account_other_site": "never", "consumer_cloud_user": "never", "customer_is_partner": "never", "registered_by_vendor": "review", "online_sales_customer": "review", "followed_by_direct_sales": "review", "unified_accounting_member": "never", "cash_consumption_unfollowed": "never", "authorised_sales_centre_customer": "review"}, "batch_limit": 100, "validity_days": 15, "accounts_per_phone": 3, "reminder_days_before": [3], "followed_account_age_days": 7, "review_lapse_working_days": 10, "distinct_customers_per_day": 300, "review_target_working_days": 3}}');
INSERT INTO public.policies (id, realm, site, version, schema, effective_from, author, approver, approved_at, created_at, document) VALUES ('01a207d1-4522-7e0d-a349-324e30fe6de1', 'sandbox', 'eu', 1, 3, '2020-01-01 00:00:00+00', 'release', 'installation', '2026-11-23 09:51:24.942725+00', '2026-11-23 09:51:24.942725+00', '{"zone": "Europe/Brussels", "facts": {"max_age_hours": 24}, "funds": {"payment_conflict_days": 30}, "events": {"log_days": 30, "disable_hours": 24, "give_up_hours": 72, "subscriptions": 10, "timeout_seconds": 10, "last_retry_minutes": 60, "streams_per_person": 5, "first_retry_seconds": 5, "secret_overlap_hours": 24}, "leaving": {"causes": {"in_arrears": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "owed_invoices": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "account_frozen": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "member_account": ["customer_unlink_consultant"], "pick_up_vouchers": ["customer_unlink_consultant", "customer_unlink_resale"], "special_contract": ["customer_unlink_resale"], "consultant_balance": ["partner_switch_consultant"], "reserved_instances": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "partner_support_plan": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "orders_awaiting_partner": ["partner_unlink_consultant", "partner_switch_consultant", "customer_unlink_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"], "independent_accounting_member": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale"], "master_with_independent_members": ["partner_unlink_consultant", "partner_switch_consultant", "partner_unlink_resale", "partner_switch_resale", "customer_unlink_resale"]}, "step_up": false, "grace_days": 3, "answer_days": 15, "reminder_days": [3, 7, 13], "step_attempts": 5, "window_months": 3, "step_up_minutes": 10, "partner_requests": 1, "step_up_attempts": 5, "customer_requests": 3, "step_retry_minutes": 1}, "calendar": {"holidays": [], "make_up_days": [], "published_until": ""}, "retention": {"contact_days": 365, "idempotency_days": 7}, "invitation": {"daily_per_operator": 100, "link_validity_days": 7, "recipients_per_call": 50}, "withdrawal": {"step_up": false, "rebate_channels": [7], "ask_bank_seconds": 2, "original_windows": [{"then": "none", "months": 3, "channel": 1, "signing_entity": "cloud_computing"}, {"then": "none", "months": 0, "channel": 2, "signing_entity": "cloud_computing"}, {"then": "bank_card", "months": 11, "channel": 1, "signing_entity": "other"}, {"then": "bank_card", "months": 11, "channel": 5, "signing_entity": "other"}, {"then": "bank_card", "months": 3, "channel": 317, "signing_entity": "other"}, {"then": "none", "months": 0, "channel": 2, "signing_entity": "other"}], "bank_card_channels": [10], "facts_max_age_hours": 24, "second_review_above": [{"amount": "500000.00", "currency": "CNY"}, {"amount": "70000.00", "currency": "EUR"}, {"amount": "550000.00", "currency": "HKD"}, {"amount": "10000000", "currency": "JPY"}, {"amount": "70000.00", "currency": "USD"}], "ask_bank_max_minutes": 60, "ask_processing_hours": 24, "bank_patience_minutes": 60, "reconcile_grace_hours": 24, "bank_card_working_days": 7, "review_target_working_days": 3, "review_reminder_working_days": 1}, "association": {"notice_version": "1", "registration_age_days": 7, "directory_patience_minutes": 10}, "registration": {"open_cap": 100, "outcomes": {"contract_signed": "never", "country_mismatch": "review", "reward_programme": "never", "account_other_site": "never", "consumer_cloud_user": "never", "customer_is_partner": "never", "registered_by_vendor": "review", "online_sales_customer": "review", "followed_by_direct_sales": "review", "unified_accounting_member": "never", "cash_consumption_unfollowed": "never", "authorised_sales_centre_customer": "review"}, "batch_limit": 100, "validity_days": 15, "accounts_per_phone": 3, "reminder_days_before": [3], "followed_account_age_days": 7, "review_lapse_working_days": 10, "distinct_customers_per_day": 300, "review_target_working_days": 3}}');


ALTER TABLE public.policies ENABLE TRIGGER ALL;

--
-- Data for Name: evaluations; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.evaluations DISABLE TRIGGER ALL;

INSERT INTO public.evaluations (id, realm, org_id, rule_set, subject_kind, subject_id, policy_id, facts_ids, outcome, blockers, actor, request_id, at) VALUES ('01a207d1-47ab-70ad-9281-55bf363f89a9', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'link.create', 'invitation_link', '01a207d1-475c-76a2-bb44-975c7d9ee086', '01a207d1-4517-7457-8254-b3a4422a25df', '[]', 'allow', '[]', 'ada', '01a207d1-475a-791b-ba26-fd6d8a010ddb', '2026-11-23 09:51:25.533766+00');
INSERT INTO public.evaluations (id, realm, org_id, rule_set, subject_kind, subject_id, policy_id, facts_ids, outcome, blockers, actor, request_id, at) VALUES ('01a207d1-4817-741e-994e-581d24d2ddc6', 'sandbox', '01a207d1-47bb-7c32-8588-d3c0f43ea597', 'acceptance.open', 'acceptance', '01a207d1-4815-7f17-9c1f-0dbeb84c4049', '01a207d1-4517-7457-8254-b3a4422a25df', '[]', 'allow', '[]', '01a207d1-47bb-7c32-8588-d3c0f43ea597', '01a207d1-480d-73dd-ba8c-c3c864b1037e', '2026-11-23 09:51:25.719266+00');
INSERT INTO public.evaluations (id, realm, org_id, rule_set, subject_kind, subject_id, policy_id, facts_ids, outcome, blockers, actor, request_id, at) VALUES ('01a207d1-4b1f-74be-938b-e0e175780585', 'sandbox', '01a207d1-47bb-7c32-8588-d3c0f43ea597', 'acceptance.accept', 'acceptance', '01a207d1-4815-7f17-9c1f-0dbeb84c4049', '01a207d1-4517-7457-8254-b3a4422a25df', '["01a207d1-49bc-7e2b-a4e5-57fd75f71163"]', 'allow', '[]', '01a207d1-47bb-7c32-8588-d3c0f43ea597', '', '2026-11-23 09:51:26.495304+00');
INSERT INTO public.evaluations (id, realm, org_id, rule_set, subject_kind, subject_id, policy_id, facts_ids, outcome, blockers, actor, request_id, at) VALUES ('01a207d1-4bbf-7b6e-938d-94411347a3c7', 'sandbox', '01a207d1-35a6-74fe-8ddd-a008049a2290', 'consumption.charge', 'consumption', '01a207d1-4bb9-76e4-8dca-dcb81084ff3b', '01a207d1-4517-7457-8254-b3a4422a25df', '[]', 'allow', '[]', 'feed', '01a207d1-4bb4-72e6-8e45-4bda1fe5ba92', '2026-11-23 09:51:26.655741+00');
INSERT INTO public.evaluations (id, realm, org_id, rule_set, subject_kind, subject_id, policy_id, facts_ids, outcome, blockers, actor, request_id, at) VALUES ('01a207d1-4bec-7ea6-b299-f684afd23cc7', 'sandbox', '01a207d1-35a6-74fe-8ddd-a008049a2290', 'consumption.charge', 'consumption', '01a207d1-4be3-79b1-a67f-dd9e668f5c72', '01a207d1-4517-7457-8254-b3a4422a25df', '[]', 'allow', '[]', 'feed', '01a207d1-4bcc-7e62-9c20-f4b6af6f5c52', '2026-11-23 09:51:26.700933+00');
INSERT INTO public.evaluations (id, realm, org_id, rule_set, subject_kind, subject_id, policy_id, facts_ids, outcome, blockers, actor, request_id, at) VALUES ('01a207d1-4c01-7d96-9eab-d5802a955f68', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'association_request.ask', 'association_request', '01a207d1-4bf7-75ef-8b99-37211b2aa038', '01a207d1-4517-7457-8254-b3a4422a25df', '["01a207d1-49bc-7e2b-a4e5-57fd75f71163"]', 'refuse', '[{"code": "in_arrears", "cleared_by": "customer"}]', 'ada', '01a207d1-4bf7-726a-9e89-4de037f610dc', '2026-11-23 09:51:26.713686+00');
INSERT INTO public.evaluations (id, realm, org_id, rule_set, subject_kind, subject_id, policy_id, facts_ids, outcome, blockers, actor, request_id, at) VALUES ('01a207d1-4c73-780a-bc97-13b4c5ee8978', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'adjustment.allocate', 'adjustment', '01a207d1-4c04-745b-a49f-f73a49173195', '01a207d1-4517-7457-8254-b3a4422a25df', '["01a207d1-49bc-7e2b-a4e5-57fd75f71163"]', 'allow', '[]', 'ada', '01a207d1-4c04-70b7-b52a-ff46c7179a3d', '2026-11-23 09:51:26.835516+00');
INSERT INTO public.evaluations (id, realm, org_id, rule_set, subject_kind, subject_id, policy_id, facts_ids, outcome, blockers, actor, request_id, at) VALUES ('01a207d1-4d78-73c3-b589-3ff6d8a49e22', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'adjustment.allocate', 'adjustment', '01a207d1-4d5f-7e67-8354-7728d7aecddd', '01a207d1-4517-7457-8254-b3a4422a25df', '["01a207d1-49bc-7e2b-a4e5-57fd75f71163"]', 'allow', '[]', 'ada', '01a207d1-4d5f-7b20-8ab4-06312fe862cb', '2026-11-23 09:51:27.096237+00');
INSERT INTO public.evaluations (id, realm, org_id, rule_set, subject_kind, subject_id, policy_id, facts_ids, outcome, blockers, actor, request_id, at) VALUES ('01a207d1-4db5-7217-b627-54095333054a', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'adjustment.allocate', 'adjustment', '01a207d1-4da5-7300-b377-9310d2126e0f', '01a207d1-4517-7457-8254-b3a4422a25df', '["01a207d1-49bc-7e2b-a4e5-57fd75f71163"]', 'allow', '[]', 'ada', '01a207d1-4da4-7e5a-b138-5d8af9d65e43', '2026-11-23 09:51:27.157126+00');
INSERT INTO public.evaluations (id, realm, org_id, rule_set, subject_kind, subject_id, policy_id, facts_ids, outcome, blockers, actor, request_id, at) VALUES ('01a207d1-4dd3-7722-8d26-0c2b24e7936a', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'association_request.ask', 'association_request', '01a207d1-4dba-7a7d-a36d-6c31c562655b', '01a207d1-4517-7457-8254-b3a4422a25df', '["01a207d1-49bc-7e2b-a4e5-57fd75f71163"]', 'allow', '[]', 'ada', '01a207d1-4dba-77b6-8249-ac61dc4daf5b', '2026-11-23 09:51:27.177862+00');


ALTER TABLE public.evaluations ENABLE TRIGGER ALL;

--
-- Data for Name: invitation_links; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.invitation_links DISABLE TRIGGER ALL;

INSERT INTO public.invitation_links (id, realm, partner_id, reference, kind, tag, campaign, association_type, creator, account_manager, key_id, generation, code_hash, state, state_since, version, evaluation_id, created_at) VALUES ('01a207d1-475c-76a2-bb44-975c7d9ee086', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'LNK-4QBHY-SXR46', 'general', 'ada', '', 'resale', 'ada', '', 'k1', 1, '\x61d72fb59179e42272a5e9e030a11ff2aa606c3a6625ad511af25b4b2c9e91a7', 'active', '2026-11-23 09:51:25.533766+00', 1, '01a207d1-47ab-70ad-9281-55bf363f89a9', '2026-11-23 09:51:25.533766+00');


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

INSERT INTO public.acceptances (id, realm, partner_id, reference, state, state_since, version, policy_id, evaluation_id, next_wake_at, acted_at, created_at, customer_id, invitation_id, generation, link_id, registration_id, association_type, account_manager, notice_version, consented_at, give_up_at, facts_id, failure_codes, association_id, locale) VALUES ('01a207d1-4815-7f17-9c1f-0dbeb84c4049', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'ACC-RDQTW-4RG29', 'associated', '2026-11-23 09:51:26.495304+00', 2, '01a207d1-4517-7457-8254-b3a4422a25df', '01a207d1-4b1f-74be-938b-e0e175780585', NULL, '2026-11-23 09:51:25.978817+00', '2026-11-23 09:51:25.719266+00', '01a207d1-47bb-7c32-8588-d3c0f43ea597', NULL, 1, '01a207d1-475c-76a2-bb44-975c7d9ee086', NULL, 'resale', '', '1', '2026-11-23 09:51:25.719266+00', '2026-11-23 10:01:25.719266+00', '01a207d1-49bc-7e2b-a4e5-57fd75f71163', '[]', '01a207d1-4b1f-7668-8c06-7f88f1a48eb4', 'zh-CN');


ALTER TABLE public.acceptances ENABLE TRIGGER ALL;

--
-- Data for Name: books; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.books DISABLE TRIGGER ALL;

INSERT INTO public.books (partner_id, realm, seq, head, recorded_at) VALUES ('01a207d1-35a6-7500-b0dd-d6745a621190', 'sandbox', 7, '\x7a3eb8d45e1b243ab58b646f353df8e1ec30002beebca3d544b20351a70e248e', '2026-11-23 09:51:27.157206+00');


ALTER TABLE public.books ENABLE TRIGGER ALL;

--
-- Data for Name: accounts; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.accounts DISABLE TRIGGER ALL;

INSERT INTO public.accounts (id, realm, partner_id, kind, customer_id, currency, scale, balance, seq) VALUES ('988854cc-3c24-4108-b8f6-72d011f24761', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'cash', '00000000-0000-0000-0000-000000000000', 'CNY', 2, 60.00, 4);
INSERT INTO public.accounts (id, realm, partner_id, kind, customer_id, currency, scale, balance, seq) VALUES ('defe5674-c611-4565-bcc5-ba2e474bff87', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'clearing', '00000000-0000-0000-0000-000000000000', 'CNY', 2, -60.00, 4);
INSERT INTO public.accounts (id, realm, partner_id, kind, customer_id, currency, scale, balance, seq) VALUES ('aed50242-50da-4a64-8371-56ee51670fbb', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'issued', '00000000-0000-0000-0000-000000000000', 'CNY', 2, -60.00, 4);
INSERT INTO public.accounts (id, realm, partner_id, kind, customer_id, currency, scale, balance, seq) VALUES ('984f5c99-43a4-439c-8281-6ac1817bc0de', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'allocatable', '00000000-0000-0000-0000-000000000000', 'CNY', 2, 54.00, 4);
INSERT INTO public.accounts (id, realm, partner_id, kind, customer_id, currency, scale, balance, seq) VALUES ('9357d8ee-64aa-4b35-9ec5-ad8f75f918a9', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'customer', '01a207d1-47bb-7c32-8588-d3c0f43ea597', 'CNY', 2, 6.00, 6);


ALTER TABLE public.accounts ENABLE TRIGGER ALL;

--
-- Data for Name: associations; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.associations DISABLE TRIGGER ALL;

INSERT INTO public.associations (id, realm, partner_id, customer_id, reference, association_type, effective_from, effective_until, account_manager, tag, notice_version, registration_id, invitation_id, link_id, acceptance_id, version, created_at, replaces_id) VALUES ('01a207d1-4b1f-7668-8c06-7f88f1a48eb4', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '01a207d1-47bb-7c32-8588-d3c0f43ea597', 'ASC-KZH3R-T93NM', 'resale', '2026-11-23 09:51:26.495304+00', NULL, '', 'ada', '1', NULL, NULL, '01a207d1-475c-76a2-bb44-975c7d9ee086', '01a207d1-4815-7f17-9c1f-0dbeb84c4049', 1, '2026-11-23 09:51:26.495304+00', NULL);


ALTER TABLE public.associations ENABLE TRIGGER ALL;

--
-- Data for Name: ledger_transactions; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.ledger_transactions DISABLE TRIGGER ALL;

INSERT INTO public.ledger_transactions (id, realm, partner_id, book_seq, kind, trade_type, subject_kind, subject_id, cause, association_id, reverses_id, effective_at, recorded_at, previous, hash) VALUES ('01a207d1-474c-7bc0-aee6-ad33ef3d15c9', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 1, 'top_up', 'SOURCE_OPERAIION_RECHARGE', 'top_up', '01a207d1-474a-7dcb-ac5d-d6357d07577d', 'top_up:01a207d1-474a-7dcb-ac5d-d6357d07577d:arrived', NULL, NULL, '2026-11-23 09:51:25.511862+00', '2026-11-23 09:51:25.516891+00', '\x0000000000000000000000000000000000000000000000000000000000000000', '\xb011d3cacbd28576e68b1147e2e9efb41eb798c160753735b320ae24d98b1c1e');
INSERT INTO public.ledger_transactions (id, realm, partner_id, book_seq, kind, trade_type, subject_kind, subject_id, cause, association_id, reverses_id, effective_at, recorded_at, previous, hash) VALUES ('01a207d1-4c73-792f-91dc-58b27c39b92c', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 2, 'allocate', 'SOURCE_OPERATION_BEADJUST', 'adjustment', '01a207d1-4c04-745b-a49f-f73a49173195', 'adjustment:01a207d1-4c04-745b-a49f-f73a49173195', '01a207d1-4b1f-7668-8c06-7f88f1a48eb4', NULL, '2026-11-23 09:51:26.835599+00', '2026-11-23 09:51:26.835625+00', '\xb011d3cacbd28576e68b1147e2e9efb41eb798c160753735b320ae24d98b1c1e', '\xc8962431a7193b9eb04cd6c115200ba1b2740cd14765efa883eb04acb1288221');
INSERT INTO public.ledger_transactions (id, realm, partner_id, book_seq, kind, trade_type, subject_kind, subject_id, cause, association_id, reverses_id, effective_at, recorded_at, previous, hash) VALUES ('01a207d1-4cbc-7dba-8630-e84a564ba3de', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 3, 'write_off', 'SOURCE_OPERAIION_WRITEOFF', 'consumption', '01a207d1-4be3-79b1-a67f-dd9e668f5c72', 'arrears:01a207d1-4be3-79b1-a67f-dd9e668f5c72:1', '01a207d1-4b1f-7668-8c06-7f88f1a48eb4', NULL, '2026-11-23 09:51:26.908893+00', '2026-11-23 09:51:26.908929+00', '\xc8962431a7193b9eb04cd6c115200ba1b2740cd14765efa883eb04acb1288221', '\x29782da4dddcf127d5f2929a9e7d5fc6adbdda22d563ba901c9cef8004f0cb9b');
INSERT INTO public.ledger_transactions (id, realm, partner_id, book_seq, kind, trade_type, subject_kind, subject_id, cause, association_id, reverses_id, effective_at, recorded_at, previous, hash) VALUES ('01a207d1-4cbc-7dd5-ae68-5eff64aca323', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 4, 'write_off', 'SOURCE_OPERAIION_WRITEOFF', 'consumption', '01a207d1-4bb9-76e4-8dca-dcb81084ff3b', 'arrears:01a207d1-4bb9-76e4-8dca-dcb81084ff3b:1', '01a207d1-4b1f-7668-8c06-7f88f1a48eb4', NULL, '2026-11-23 09:51:26.908896+00', '2026-11-23 09:51:26.908929+00', '\x29782da4dddcf127d5f2929a9e7d5fc6adbdda22d563ba901c9cef8004f0cb9b', '\x7167795ab84d34cff6cfa085b8fce698b2cbdf09fa6adbab3e5fa663a67f18d4');
INSERT INTO public.ledger_transactions (id, realm, partner_id, book_seq, kind, trade_type, subject_kind, subject_id, cause, association_id, reverses_id, effective_at, recorded_at, previous, hash) VALUES ('01a207d1-4d78-7447-bb37-67e10af18b1f', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 5, 'allocate', 'SOURCE_OPERATION_BEADJUST', 'adjustment', '01a207d1-4d5f-7e67-8354-7728d7aecddd', 'adjustment:01a207d1-4d5f-7e67-8354-7728d7aecddd', '01a207d1-4b1f-7668-8c06-7f88f1a48eb4', NULL, '2026-11-23 09:51:27.096279+00', '2026-11-23 09:51:27.096304+00', '\x7167795ab84d34cff6cfa085b8fce698b2cbdf09fa6adbab3e5fa663a67f18d4', '\x14f73927c53413c3d2c41283df3211cf7b0bf4bd8b6de4bc4410beed4b3423ed');
INSERT INTO public.ledger_transactions (id, realm, partner_id, book_seq, kind, trade_type, subject_kind, subject_id, cause, association_id, reverses_id, effective_at, recorded_at, previous, hash) VALUES ('01a207d1-4d7c-71dd-93bf-ba2b6183810c', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 6, 'write_off', 'SOURCE_OPERAIION_WRITEOFF', 'consumption', '01a207d1-4bb9-76e4-8dca-dcb81084ff3b', 'arrears:01a207d1-4bb9-76e4-8dca-dcb81084ff3b:2', '01a207d1-4b1f-7668-8c06-7f88f1a48eb4', NULL, '2026-11-23 09:51:27.100118+00', '2026-11-23 09:51:27.100208+00', '\x14f73927c53413c3d2c41283df3211cf7b0bf4bd8b6de4bc4410beed4b3423ed', '\xd3ff018a68e326336a77d4dae8507b67e2472da75cdc56b9cb94c900c13899be');
INSERT INTO public.ledger_transactions (id, realm, partner_id, book_seq, kind, trade_type, subject_kind, subject_id, cause, association_id, reverses_id, effective_at, recorded_at, previous, hash) VALUES ('01a207d1-4db5-72c0-87a0-6d30164f0244', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 7, 'allocate', 'SOURCE_OPERATION_BEADJUST', 'adjustment', '01a207d1-4da5-7300-b377-9310d2126e0f', 'adjustment:01a207d1-4da5-7300-b377-9310d2126e0f', '01a207d1-4b1f-7668-8c06-7f88f1a48eb4', NULL, '2026-11-23 09:51:27.157179+00', '2026-11-23 09:51:27.157206+00', '\xd3ff018a68e326336a77d4dae8507b67e2472da75cdc56b9cb94c900c13899be', '\x7a3eb8d45e1b243ab58b646f353df8e1ec30002beebca3d544b20351a70e248e');


ALTER TABLE public.ledger_transactions ENABLE TRIGGER ALL;

--
-- Data for Name: adjustments; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.adjustments DISABLE TRIGGER ALL;

INSERT INTO public.adjustments (id, realm, partner_id, customer_id, association_id, reference, kind, fund_type, amount, currency, scale, operator, evaluation_id, transaction_id, created_at) VALUES ('01a207d1-4c04-745b-a49f-f73a49173195', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '01a207d1-47bb-7c32-8588-d3c0f43ea597', '01a207d1-4b1f-7668-8c06-7f88f1a48eb4', 'ADJ-ZQ794-HECCN', 'allocate', 'cash', 25, 'CNY', 2, 'ada', '01a207d1-4c73-780a-bc97-13b4c5ee8978', '01a207d1-4c73-792f-91dc-58b27c39b92c', '2026-11-23 09:51:26.835599+00');
INSERT INTO public.adjustments (id, realm, partner_id, customer_id, association_id, reference, kind, fund_type, amount, currency, scale, operator, evaluation_id, transaction_id, created_at) VALUES ('01a207d1-4d5f-7e67-8354-7728d7aecddd', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '01a207d1-47bb-7c32-8588-d3c0f43ea597', '01a207d1-4b1f-7668-8c06-7f88f1a48eb4', 'ADJ-3Q53B-TXKEX', 'allocate', 'cash', 20, 'CNY', 2, 'ada', '01a207d1-4d78-73c3-b589-3ff6d8a49e22', '01a207d1-4d78-7447-bb37-67e10af18b1f', '2026-11-23 09:51:27.096279+00');
INSERT INTO public.adjustments (id, realm, partner_id, customer_id, association_id, reference, kind, fund_type, amount, currency, scale, operator, evaluation_id, transaction_id, created_at) VALUES ('01a207d1-4da5-7300-b377-9310d2126e0f', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '01a207d1-47bb-7c32-8588-d3c0f43ea597', '01a207d1-4b1f-7668-8c06-7f88f1a48eb4', 'ADJ-WK239-14VGF', 'allocate', 'cash', 1, 'CNY', 2, 'ada', '01a207d1-4db5-7217-b627-54095333054a', '01a207d1-4db5-72c0-87a0-6d30164f0244', '2026-11-23 09:51:27.157179+00');


ALTER TABLE public.adjustments ENABLE TRIGGER ALL;

--
-- Data for Name: consumptions; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.consumptions DISABLE TRIGGER ALL;

INSERT INTO public.consumptions (id, realm, partner_id, customer_id, association_id, event_id, amount, arrears, currency, scale, consumed_at, evaluation_id, transaction_id, created_at) VALUES ('01a207d1-4bb9-76e4-8dca-dcb81084ff3b', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '01a207d1-47bb-7c32-8588-d3c0f43ea597', '01a207d1-4b1f-7668-8c06-7f88f1a48eb4', 'bill-2', 30, 30, 'CNY', 2, '2026-11-23 09:51:26.639744+00', '01a207d1-4bbf-7b6e-938d-94411347a3c7', NULL, '2026-11-23 09:51:26.659782+00');
INSERT INTO public.consumptions (id, realm, partner_id, customer_id, association_id, event_id, amount, arrears, currency, scale, consumed_at, evaluation_id, transaction_id, created_at) VALUES ('01a207d1-4be3-79b1-a67f-dd9e668f5c72', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '01a207d1-47bb-7c32-8588-d3c0f43ea597', '01a207d1-4b1f-7668-8c06-7f88f1a48eb4', 'bill-1', 10, 10, 'CNY', 2, '2026-11-23 09:51:26.639463+00', '01a207d1-4bec-7ea6-b299-f684afd23cc7', NULL, '2026-11-23 09:51:26.703544+00');


ALTER TABLE public.consumptions ENABLE TRIGGER ALL;

--
-- Data for Name: arrears; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.arrears DISABLE TRIGGER ALL;

INSERT INTO public.arrears (consumption_id, realm, partner_id, customer_id, association_id, amount, remaining, currency, scale, version, consumed_at) VALUES ('01a207d1-4be3-79b1-a67f-dd9e668f5c72', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '01a207d1-47bb-7c32-8588-d3c0f43ea597', '01a207d1-4b1f-7668-8c06-7f88f1a48eb4', 10, 0.00, 'CNY', 2, 2, '2026-11-23 09:51:26.639463+00');
INSERT INTO public.arrears (consumption_id, realm, partner_id, customer_id, association_id, amount, remaining, currency, scale, version, consumed_at) VALUES ('01a207d1-4bb9-76e4-8dca-dcb81084ff3b', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '01a207d1-47bb-7c32-8588-d3c0f43ea597', '01a207d1-4b1f-7668-8c06-7f88f1a48eb4', 30, 0.00, 'CNY', 2, 3, '2026-11-23 09:51:26.639744+00');


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

INSERT INTO public.customer_facts (id, customer_id, realm, as_of, received_at, source, facts) VALUES ('01a207d1-47f9-7b88-ab24-4c07989812c2', '01a207d1-47bb-7c32-8588-d3c0f43ea597', 'sandbox', '2026-11-23 09:51:25.685674+00', '2026-11-23 09:51:25.689753+00', 'directory', '{"site": "cn", "country": "", "contracts": [], "in_arrears": false, "cloud_enabled": true, "owed_invoices": false, "registered_at": "2026-11-23T09:51:25.6278Z", "account_frozen": false, "partner_status": "none", "account_balance": false, "internal_account": false, "reward_programme": "none", "online_sales_team": false, "subsidy_programme": "none", "real_name_verified": false, "consumer_cloud_user": false, "has_cash_consumption": false, "partner_support_plan": false, "registered_by_vendor": false, "top_up_bonus_balance": false, "authorised_sales_centre": false, "orders_awaiting_partner": false, "unused_pick_up_vouchers": false, "followed_by_direct_sales": false, "stored_value_card_balance": false, "unified_accounting_member": false, "unexpired_reserved_instances": false, "independent_accounting_member": false, "master_with_independent_members": false}');
INSERT INTO public.customer_facts (id, customer_id, realm, as_of, received_at, source, facts) VALUES ('01a207d1-49bc-7e2b-a4e5-57fd75f71163', '01a207d1-47bb-7c32-8588-d3c0f43ea597', 'sandbox', '2026-11-23 09:51:26.090269+00', '2026-11-23 09:51:26.140925+00', 'directory', '{"site": "cn", "country": "", "contracts": [], "in_arrears": false, "cloud_enabled": true, "owed_invoices": false, "registered_at": "2026-11-23T09:51:25.6278Z", "account_frozen": false, "partner_status": "none", "account_balance": false, "internal_account": false, "reward_programme": "none", "online_sales_team": false, "subsidy_programme": "none", "real_name_verified": false, "consumer_cloud_user": false, "has_cash_consumption": false, "partner_support_plan": false, "registered_by_vendor": false, "top_up_bonus_balance": false, "authorised_sales_centre": false, "orders_awaiting_partner": false, "unused_pick_up_vouchers": false, "followed_by_direct_sales": false, "stored_value_card_balance": false, "unified_accounting_member": false, "unexpired_reserved_instances": false, "independent_accounting_member": false, "master_with_independent_members": false}');


ALTER TABLE public.customer_facts ENABLE TRIGGER ALL;

--
-- Data for Name: customer_keys; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.customer_keys DISABLE TRIGGER ALL;

INSERT INTO public.customer_keys (realm, kind, key_hash, customer_id, code_hash, source) VALUES ('sandbox', 'email', '\xce848ae29d9abd3d6c8547edb76ebd668cbb83546cd318f52ac2b32ced4ce36e', '01a207d1-47bb-7c32-8588-d3c0f43ea597', '\x', 'directory');
INSERT INTO public.customer_keys (realm, kind, key_hash, customer_id, code_hash, source) VALUES ('sandbox', 'name', '\x78652922773935796426dc4653e4131a12fd61fc26f485ab9b7604f62ecd9999', '01a207d1-47bb-7c32-8588-d3c0f43ea597', '\x', 'directory');
INSERT INTO public.customer_keys (realm, kind, key_hash, customer_id, code_hash, source) VALUES ('sandbox', 'phone', '\xbe24b628fcdb5ba6730aca417f6e892ebe82925f5f66aa55110303b7586b7102', '01a207d1-47bb-7c32-8588-d3c0f43ea597', '\x', 'directory');
INSERT INTO public.customer_keys (realm, kind, key_hash, customer_id, code_hash, source) VALUES ('sandbox', 'line', '\x17fb135e75bae582d663b2d46600f240d072ecca7525c027999931c6662b0534', '01a207d1-47bb-7c32-8588-d3c0f43ea597', '\x', 'directory');


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

INSERT INTO public.decision_texts (decision_id, realm, opinion) VALUES ('01a207d1-4ec9-7811-9357-0d648c0efd05', 'sandbox', 'a test');


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

INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207d1-4723-70c5-968c-8830be9694a6', 'sandbox', NULL, NULL, NULL, 'organisation', '01a207d1-35a6-7500-b0dd-d6745a621190', 1, 'organisation.put', 'feed', '', '2026-11-23 09:51:25.404353+00', '2026-11-23 09:51:25.475051+00', '01a207d1-46ce-78dc-9095-8bb59edd17af', '', '', '', NULL, NULL, '{"kind": "partner", "site": "cn", "frozen": false, "prepaid": false}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207d1-4736-7cb6-b860-0ae11d2cba08', 'sandbox', NULL, NULL, NULL, 'organisation', '01a207d1-35a6-7501-a0a2-09e2c93568de', 1, 'organisation.put', 'feed', '', '2026-11-23 09:51:25.487714+00', '2026-11-23 09:51:25.494833+00', '01a207d1-472e-79ca-92ce-5fe88e2388b4', '', '', '', NULL, NULL, '{"kind": "partner", "site": "cn", "frozen": false, "prepaid": false}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207d1-4759-7528-99bd-d7c8d26aea3f', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', NULL, NULL, 'top_up', '01a207d1-474a-7dcb-ac5d-d6357d07577d', 1, 'top_up.arrived', 'payment-channel:bank-transfer', '', '2026-11-23 09:51:25.511862+00', '2026-11-23 09:51:25.529338+00', '01a207d1-4748-74bd-b527-685a51f65a9f', '', '', '', NULL, NULL, '{"state": "arrived", "amount": "100.00", "channel": "bank-transfer", "currency": "CNY", "reference": "TOP-EP6NY-GENVX", "channel_reference": "PAYIOWJKPG4EHGAIBVCWBH7XRVQFH"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207d1-47ad-74b4-a6b8-6f23f708d016', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', NULL, NULL, 'invitation_link', '01a207d1-475c-76a2-bb44-975c7d9ee086', 1, 'link.created', 'ada', '', '2026-11-23 09:51:25.533766+00', '2026-11-23 09:51:25.613308+00', '01a207d1-475a-791b-ba26-fd6d8a010ddb', '', '', '', NULL, NULL, '{"kind": "general", "state": "active", "reference": "LNK-4QBHY-SXR46"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207d1-47fb-7672-946f-77eab0629c15', 'sandbox', NULL, '01a207d1-47bb-7c32-8588-d3c0f43ea597', NULL, 'customer', '01a207d1-47bb-7c32-8588-d3c0f43ea597', 1795427485685674, 'customer.facts_received', 'directory', '', '2026-11-23 09:51:25.689753+00', '2026-11-23 09:51:25.691422+00', '', '', '', '', NULL, NULL, '{"as_of": "2026-11-23T09:51:25.685674Z", "source": "directory", "facts_id": "01a207d1-47f9-7b88-ab24-4c07989812c2"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207d1-4817-76d2-83a9-2e06363b1289', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '01a207d1-47bb-7c32-8588-d3c0f43ea597', NULL, 'acceptance', '01a207d1-4815-7f17-9c1f-0dbeb84c4049', 1, 'acceptance.consented', '01a207d1-47bb-7c32-8588-d3c0f43ea597', '', '2026-11-23 09:51:25.719266+00', '2026-11-23 09:51:25.719447+00', '01a207d1-480d-73dd-ba8c-c3c864b1037e', '', '', '', NULL, '01a207d1-4517-7457-8254-b3a4422a25df', '{"state": "checking", "reference": "ACC-RDQTW-4RG29", "notice_version": "1", "association_type": "resale"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207d1-49c1-778f-9190-547b0819e04f', 'sandbox', NULL, '01a207d1-47bb-7c32-8588-d3c0f43ea597', NULL, 'customer', '01a207d1-47bb-7c32-8588-d3c0f43ea597', 1795427486090269, 'customer.facts_received', 'directory', '', '2026-11-23 09:51:26.140925+00', '2026-11-23 09:51:26.145495+00', '', '', '', '', NULL, NULL, '{"as_of": "2026-11-23T09:51:26.090269Z", "source": "directory", "facts_id": "01a207d1-49bc-7e2b-a4e5-57fd75f71163"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207d1-4a00-73dc-9483-2b33241e6807', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', NULL, NULL, 'book', '01a207d1-35a6-7500-b0dd-d6745a621190', 1, 'ledger.anchored', 'system', '', '2026-11-23 09:51:26.208253+00', '2026-11-23 09:51:26.208253+00', '', '', '', '', NULL, NULL, '{"head": "b011d3cacbd28576e68b1147e2e9efb41eb798c160753735b320ae24d98b1c1e"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207d1-4b1f-7738-ad02-a0d982d0e693', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '01a207d1-47bb-7c32-8588-d3c0f43ea597', '01a207d1-4b1f-7668-8c06-7f88f1a48eb4', 'association', '01a207d1-4b1f-7668-8c06-7f88f1a48eb4', 1, 'association.started', 'system', '', '2026-11-23 09:51:26.495304+00', '2026-11-23 09:51:26.495473+00', '', '', 'acceptance:v1:01a207d1-4815-7f17-9c1f-0dbeb84c4049', '01a207d1-4829-7c84-bd14-42cacc71ba68', NULL, NULL, '{"tag": "ada", "reference": "ASC-KZH3R-T93NM", "association_type": "resale"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207d1-4b1f-78cd-abee-541ecb4e22ee', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '01a207d1-47bb-7c32-8588-d3c0f43ea597', '01a207d1-4b1f-7668-8c06-7f88f1a48eb4', 'acceptance', '01a207d1-4815-7f17-9c1f-0dbeb84c4049', 2, 'acceptance.associated', 'system', '', '2026-11-23 09:51:26.495304+00', '2026-11-23 09:51:26.495576+00', '', '', 'acceptance:v1:01a207d1-4815-7f17-9c1f-0dbeb84c4049', '01a207d1-4829-7c84-bd14-42cacc71ba68', NULL, '01a207d1-4517-7457-8254-b3a4422a25df', '{"state": "associated", "reference": "ACC-RDQTW-4RG29", "notice_version": "1", "association_type": "resale"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207d1-4bc5-73e7-adf8-03dcdfad8d82', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '01a207d1-47bb-7c32-8588-d3c0f43ea597', '01a207d1-4b1f-7668-8c06-7f88f1a48eb4', 'consumption', '01a207d1-4bb9-76e4-8dca-dcb81084ff3b', 1, 'consumption.charged', 'feed', '', '2026-11-23 09:51:26.639744+00', '2026-11-23 09:51:26.661255+00', '01a207d1-4bb4-72e6-8e45-4bda1fe5ba92', '', '', '', NULL, NULL, '{"amount": "30.00", "arrears": "30.00", "currency": "CNY"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207d1-4bf0-7193-a187-392c09ff38f1', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '01a207d1-47bb-7c32-8588-d3c0f43ea597', '01a207d1-4b1f-7668-8c06-7f88f1a48eb4', 'consumption', '01a207d1-4be3-79b1-a67f-dd9e668f5c72', 1, 'consumption.charged', 'feed', '', '2026-11-23 09:51:26.639463+00', '2026-11-23 09:51:26.704103+00', '01a207d1-4bcc-7e62-9c20-f4b6af6f5c52', '', '', '', NULL, NULL, '{"amount": "10.00", "arrears": "10.00", "currency": "CNY"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207d1-4ce2-75d9-a84e-eeed468ff83e', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '01a207d1-47bb-7c32-8588-d3c0f43ea597', '01a207d1-4b1f-7668-8c06-7f88f1a48eb4', 'consumption', '01a207d1-4be3-79b1-a67f-dd9e668f5c72', 2, 'arrears.paid', 'ada', '', '2026-11-23 09:51:26.908929+00', '2026-11-23 09:51:26.946383+00', '01a207d1-4c04-70b7-b52a-ff46c7179a3d', '', '', '', NULL, NULL, '{"amount": "10.00", "currency": "CNY", "remaining": "0.00", "transaction_id": "01a207d1-4cbc-7dba-8630-e84a564ba3de"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207d1-4ce2-7700-aff2-651e348ef99b', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '01a207d1-47bb-7c32-8588-d3c0f43ea597', '01a207d1-4b1f-7668-8c06-7f88f1a48eb4', 'consumption', '01a207d1-4bb9-76e4-8dca-dcb81084ff3b', 2, 'arrears.paid', 'ada', '', '2026-11-23 09:51:26.908929+00', '2026-11-23 09:51:26.946458+00', '01a207d1-4c04-70b7-b52a-ff46c7179a3d', '', '', '', NULL, NULL, '{"amount": "15.00", "currency": "CNY", "remaining": "15.00", "transaction_id": "01a207d1-4cbc-7dd5-ae68-5eff64aca323"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207d1-4ce2-78e3-869a-ad0c40796138', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '01a207d1-47bb-7c32-8588-d3c0f43ea597', '01a207d1-4b1f-7668-8c06-7f88f1a48eb4', 'adjustment', '01a207d1-4c04-745b-a49f-f73a49173195', 1, 'adjustment.allocate', 'ada', '', '2026-11-23 09:51:26.835599+00', '2026-11-23 09:51:26.946582+00', '01a207d1-4c04-70b7-b52a-ff46c7179a3d', '', '', '', NULL, NULL, '{"amount": "25.00", "currency": "CNY", "fund_type": "cash", "reference": "ADJ-ZQ794-HECCN"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207d1-4d81-7cab-98b8-bafc3f3f360c', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '01a207d1-47bb-7c32-8588-d3c0f43ea597', '01a207d1-4b1f-7668-8c06-7f88f1a48eb4', 'consumption', '01a207d1-4bb9-76e4-8dca-dcb81084ff3b', 3, 'arrears.paid', 'ada', '', '2026-11-23 09:51:27.100208+00', '2026-11-23 09:51:27.10583+00', '01a207d1-4d5f-7b20-8ab4-06312fe862cb', '', '', '', NULL, NULL, '{"amount": "15.00", "currency": "CNY", "remaining": "0.00", "transaction_id": "01a207d1-4d7c-71dd-93bf-ba2b6183810c"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207d1-4d81-7d76-8e3e-ea1578bcc2c6', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '01a207d1-47bb-7c32-8588-d3c0f43ea597', '01a207d1-4b1f-7668-8c06-7f88f1a48eb4', 'adjustment', '01a207d1-4d5f-7e67-8354-7728d7aecddd', 1, 'adjustment.allocate', 'ada', '', '2026-11-23 09:51:27.096279+00', '2026-11-23 09:51:27.105882+00', '01a207d1-4d5f-7b20-8ab4-06312fe862cb', '', '', '', NULL, NULL, '{"amount": "20.00", "currency": "CNY", "fund_type": "cash", "reference": "ADJ-3Q53B-TXKEX"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207d1-4db6-7950-9ec8-fb343f4adaad', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '01a207d1-47bb-7c32-8588-d3c0f43ea597', '01a207d1-4b1f-7668-8c06-7f88f1a48eb4', 'adjustment', '01a207d1-4da5-7300-b377-9310d2126e0f', 1, 'adjustment.allocate', 'ada', '', '2026-11-23 09:51:27.157179+00', '2026-11-23 09:51:27.15861+00', '01a207d1-4da4-7e5a-b138-5d8af9d65e43', '', '', '', NULL, NULL, '{"amount": "1.00", "currency": "CNY", "fund_type": "cash", "reference": "ADJ-WK239-14VGF"}');
INSERT INTO public.events (id, realm, partner_id, customer_id, association_id, subject_kind, subject_id, subject_seq, type, actor, on_behalf_of, at, recorded_at, request_id, trace_id, workflow_id, run_id, decision_id, policy_id, data) VALUES ('01a207d1-4ec9-786d-ad56-605b9d29eb9e', 'sandbox', NULL, NULL, NULL, 'operation', '01a207d1-4ec9-7811-9357-0d648c0efd05', 1, 'ops.verify_ledger', 'olga', '', '2026-11-23 09:51:27.43355+00', '2026-11-23 09:51:27.433552+00', '01a207d1-4eb3-78ff-9ae2-021cd1f24677', '', '', '', '01a207d1-4ec9-7811-9357-0d648c0efd05', NULL, '{}');


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

INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (1, '01a207d1-4723-70c5-968c-8830be9694a6', 'sandbox', NULL, 'organisation', 'organisation.put');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (2, '01a207d1-4736-7cb6-b860-0ae11d2cba08', 'sandbox', NULL, 'organisation', 'organisation.put');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (3, '01a207d1-4759-7528-99bd-d7c8d26aea3f', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'top_up', 'top_up.arrived');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (4, '01a207d1-47ad-74b4-a6b8-6f23f708d016', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'invitation_link', 'link.created');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (5, '01a207d1-47fb-7672-946f-77eab0629c15', 'sandbox', NULL, 'customer', 'customer.facts_received');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (6, '01a207d1-4817-76d2-83a9-2e06363b1289', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'acceptance', 'acceptance.consented');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (7, '01a207d1-49c1-778f-9190-547b0819e04f', 'sandbox', NULL, 'customer', 'customer.facts_received');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (8, '01a207d1-4a00-73dc-9483-2b33241e6807', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'book', 'ledger.anchored');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (9, '01a207d1-4b1f-7738-ad02-a0d982d0e693', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'association', 'association.started');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (10, '01a207d1-4b1f-78cd-abee-541ecb4e22ee', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'acceptance', 'acceptance.associated');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (11, '01a207d1-4bc5-73e7-adf8-03dcdfad8d82', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'consumption', 'consumption.charged');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (12, '01a207d1-4bf0-7193-a187-392c09ff38f1', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'consumption', 'consumption.charged');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (13, '01a207d1-4ce2-75d9-a84e-eeed468ff83e', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'consumption', 'arrears.paid');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (14, '01a207d1-4ce2-7700-aff2-651e348ef99b', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'consumption', 'arrears.paid');
INSERT INTO public.event_positions ("position", event_id, realm, partner_id, subject_kind, type) VALUES (15, '01a207d1-4ce2-78e3-869a-ad0c40796138', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'adjustment', 'adjustment.allocate');


ALTER TABLE public.event_positions ENABLE TRIGGER ALL;

--
-- Data for Name: event_queue; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.event_queue DISABLE TRIGGER ALL;

INSERT INTO public.event_queue (event_id) VALUES ('01a207d1-4d81-7cab-98b8-bafc3f3f360c');
INSERT INTO public.event_queue (event_id) VALUES ('01a207d1-4d81-7d76-8e3e-ea1578bcc2c6');
INSERT INTO public.event_queue (event_id) VALUES ('01a207d1-4db6-7950-9ec8-fb343f4adaad');
INSERT INTO public.event_queue (event_id) VALUES ('01a207d1-4ec9-786d-ad56-605b9d29eb9e');


ALTER TABLE public.event_queue ENABLE TRIGGER ALL;

--
-- Data for Name: idempotency_records; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.idempotency_records DISABLE TRIGGER ALL;

INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207d1-35a6-74fe-8ddd-a008049a2290', 'feed', 'apphlgmsraq23c5itaxqvcjfyn', '\xa8af986d6bac1fa621904b941938355b42d1c8fe0d6205813984608898e656df', 200, 'organisation', '01a207d1-35a6-7500-b0dd-d6745a621190', '2026-11-23 09:51:25.397156+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207d1-35a6-74fe-8ddd-a008049a2290', 'feed', 'runyqypa6x5kxrvjn7urr7vyhc', '\x9f82559cf37419e2d697673b5894d675aad8dba6f16cb0c9b8c84877946a0b14', 200, 'organisation', '01a207d1-35a6-7501-a0a2-09e2c93568de', '2026-11-23 09:51:25.487365+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207d1-35a6-74fe-8ddd-a008049a2290', 'payment-channel:bank-transfer', 'evt_HVDED7NNID4PAVPGWN53ORCSQ6', '\x23e3a6c45b24bf2b09b2f2773e3e179d0bbfae5b72a61881ac71d2a672f55f6f', 201, 'top_up', '01a207d1-474a-7dcb-ac5d-d6357d07577d', '2026-11-23 09:51:25.516432+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'ada', '6qycnr4qw2afc7i6onpncom3ph', '\xb5384f4d40b570ff5bb10903bd39c65e44494693fb0cdf4c8ec3cd277565c625', 201, 'invitation_link', '01a207d1-475c-76a2-bb44-975c7d9ee086', '2026-11-23 09:51:25.533196+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207d1-47bb-7c32-8588-d3c0f43ea597', '01a207d1-47bb-7c32-8588-d3c0f43ea597', 'ETQSMLZWVFEGRGSDEEVDZFVCIM.gpycY7uahQy7IM5NFAFVtw', '\xb85e353eba5506881542bf3d8932b7d7f0b74175e322f53f797a46ebea6a7bda', 201, 'acceptance', '01a207d1-4815-7f17-9c1f-0dbeb84c4049', '2026-11-23 09:51:25.717989+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207d1-35a6-74fe-8ddd-a008049a2290', 'feed', 'edkknfejjjdjmpdagskwt3w4d6', '\x5af7d86e00c14f4b389a9e5cd430994724061efad0330ace051f1422fd81d4dd', 201, 'consumption', '01a207d1-4bb9-76e4-8dca-dcb81084ff3b', '2026-11-23 09:51:26.649452+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207d1-35a6-74fe-8ddd-a008049a2290', 'feed', 'jzxlxyik3xjflbu6jxgpmpkyhg', '\x74e464e61318cb65c5fb2f1408eb3f2bc6f0bc0fd7087622824064ff2e0a9f3a', 201, 'consumption', '01a207d1-4be3-79b1-a67f-dd9e668f5c72', '2026-11-23 09:51:26.691636+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'ada', 'ta3knq4dzfqdnf4demn3lplxjv', '\x0ba6fedb5d9f34adc34c94606c2cbea86ae77628ab6f58c59d920be4b004a622', 201, 'adjustment', '01a207d1-4c04-745b-a49f-f73a49173195', '2026-11-23 09:51:26.724936+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'ada', '3rur4sbzlrhv55cbqpwlivbzcs', '\x84bc034a494fcb412c2105c0a99d67c380a4005cf451f3d1796334dfeebf4181', 201, 'adjustment', '01a207d1-4d5f-7e67-8354-7728d7aecddd', '2026-11-23 09:51:27.074453+00');
INSERT INTO public.idempotency_records (realm, org_id, subject, key, fingerprint, status, resource_kind, resource_id, created_at) VALUES ('sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'ada', '62bcbnxhtx3hhrnzbrh32hn274', '\xd1f891b601128aae3cd373b2e1057cfa3e0f6a02fb09efd1507b74c92872831a', 201, 'adjustment', '01a207d1-4da5-7300-b377-9310d2126e0f', '2026-11-23 09:51:27.141603+00');


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

INSERT INTO public.lots (id, realm, partner_id, transaction_id, channel, signing_entity, payer_id, reference, arrived_at, currency, scale, amount, remaining, invoiced, bank_card) VALUES ('01a207d1-474a-7dcb-ac5d-d6357d07577d', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '01a207d1-474c-7bc0-aee6-ad33ef3d15c9', 2, 'cloud_computing', '01a207d1-474a-7dcd-b427-65c6089148c0', 'PAYIOWJKPG4EHGAIBVCWBH7XRVQFH', '2026-11-23 09:51:25.511862+00', 'CNY', 2, 100.00, 60.00, 0, false);


ALTER TABLE public.lots ENABLE TRIGGER ALL;

--
-- Data for Name: lot_draws; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.lot_draws DISABLE TRIGGER ALL;

INSERT INTO public.lot_draws (transaction_id, lot_id, realm, partner_id, amount, currency, scale) VALUES ('01a207d1-4cbc-7dba-8630-e84a564ba3de', '01a207d1-474a-7dcb-ac5d-d6357d07577d', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 10.00, 'CNY', 2);
INSERT INTO public.lot_draws (transaction_id, lot_id, realm, partner_id, amount, currency, scale) VALUES ('01a207d1-4cbc-7dd5-ae68-5eff64aca323', '01a207d1-474a-7dcb-ac5d-d6357d07577d', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 15.00, 'CNY', 2);
INSERT INTO public.lot_draws (transaction_id, lot_id, realm, partner_id, amount, currency, scale) VALUES ('01a207d1-4d7c-71dd-93bf-ba2b6183810c', '01a207d1-474a-7dcb-ac5d-d6357d07577d', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 15.00, 'CNY', 2);


ALTER TABLE public.lot_draws ENABLE TRIGGER ALL;

--
-- Data for Name: notifications; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.notifications DISABLE TRIGGER ALL;

INSERT INTO public.notifications (id, realm, partner_id, subject_kind, subject_id, kind, contact_id, generation, locale, state, attempts, next_attempt_at, last_error, created_at, sent_at) VALUES ('01a207d1-4b1f-7903-99b3-c8260040626d', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'association', '01a207d1-4b1f-7668-8c06-7f88f1a48eb4', 'association_customer', '01a207d1-47f8-7011-af27-c758937c6881', 1, 'zh-CN', 'sent', 1, '2026-11-23 09:51:26.49559+00', '', '2026-11-23 09:51:26.49559+00', '2026-11-23 09:51:26.549463+00');
INSERT INTO public.notifications (id, realm, partner_id, subject_kind, subject_id, kind, contact_id, generation, locale, state, attempts, next_attempt_at, last_error, created_at, sent_at) VALUES ('01a207d1-4b1f-79b5-b59e-1ab90d0e9bc9', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'association', '01a207d1-4b1f-7668-8c06-7f88f1a48eb4', 'association_partner', '01a207d1-46fb-7ac9-8502-cb1823425ddf', 1, 'zh-CN', 'sent', 1, '2026-11-23 09:51:26.495636+00', '', '2026-11-23 09:51:26.495636+00', '2026-11-23 09:51:26.552566+00');


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

INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207d1-474c-7bc0-aee6-ad33ef3d15c9', 1, 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'defe5674-c611-4565-bcc5-ba2e474bff87', 1, 'money', 'SOURCE_OPERAIION_RECHARGE', -100.00, 'CNY', 2, -100.00, '2026-11-23 09:51:25.516891+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207d1-474c-7bc0-aee6-ad33ef3d15c9', 2, 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '988854cc-3c24-4108-b8f6-72d011f24761', 1, 'money', 'SOURCE_OPERAIION_RECHARGE', 100.00, 'CNY', 2, 100.00, '2026-11-23 09:51:25.516891+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207d1-474c-7bc0-aee6-ad33ef3d15c9', 3, 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'aed50242-50da-4a64-8371-56ee51670fbb', 1, 'allotment', 'SOURCE_OPERAIION_RECHARGE', -100.00, 'CNY', 2, -100.00, '2026-11-23 09:51:25.516891+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207d1-474c-7bc0-aee6-ad33ef3d15c9', 4, 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '984f5c99-43a4-439c-8281-6ac1817bc0de', 1, 'allotment', 'SOURCE_OPERAIION_RECHARGE', 100.00, 'CNY', 2, 100.00, '2026-11-23 09:51:25.516891+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207d1-4c73-792f-91dc-58b27c39b92c', 1, 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '984f5c99-43a4-439c-8281-6ac1817bc0de', 2, 'allotment', 'SOURCE_OPERATION_BEADJUST', -25.00, 'CNY', 2, 75.00, '2026-11-23 09:51:26.835625+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207d1-4c73-792f-91dc-58b27c39b92c', 2, 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '9357d8ee-64aa-4b35-9ec5-ad8f75f918a9', 1, 'allotment', 'SOURCE_OPERATION_BEADJUST', 25.00, 'CNY', 2, 25.00, '2026-11-23 09:51:26.835625+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207d1-4cbc-7dba-8630-e84a564ba3de', 1, 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '988854cc-3c24-4108-b8f6-72d011f24761', 2, 'money', 'SOURCE_OPERAIION_WRITEOFF', -10.00, 'CNY', 2, 90.00, '2026-11-23 09:51:26.908929+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207d1-4cbc-7dba-8630-e84a564ba3de', 2, 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'defe5674-c611-4565-bcc5-ba2e474bff87', 2, 'money', 'SOURCE_OPERAIION_WRITEOFF', 10.00, 'CNY', 2, -90.00, '2026-11-23 09:51:26.908929+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207d1-4cbc-7dba-8630-e84a564ba3de', 3, 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '9357d8ee-64aa-4b35-9ec5-ad8f75f918a9', 2, 'allotment', 'SOURCE_OPERAIION_WRITEOFF', -10.00, 'CNY', 2, 15.00, '2026-11-23 09:51:26.908929+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207d1-4cbc-7dba-8630-e84a564ba3de', 4, 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'aed50242-50da-4a64-8371-56ee51670fbb', 2, 'allotment', 'SOURCE_OPERAIION_WRITEOFF', 10.00, 'CNY', 2, -90.00, '2026-11-23 09:51:26.908929+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207d1-4cbc-7dd5-ae68-5eff64aca323', 1, 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '988854cc-3c24-4108-b8f6-72d011f24761', 3, 'money', 'SOURCE_OPERAIION_WRITEOFF', -15.00, 'CNY', 2, 75.00, '2026-11-23 09:51:26.908929+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207d1-4cbc-7dd5-ae68-5eff64aca323', 2, 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'defe5674-c611-4565-bcc5-ba2e474bff87', 3, 'money', 'SOURCE_OPERAIION_WRITEOFF', 15.00, 'CNY', 2, -75.00, '2026-11-23 09:51:26.908929+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207d1-4cbc-7dd5-ae68-5eff64aca323', 3, 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '9357d8ee-64aa-4b35-9ec5-ad8f75f918a9', 3, 'allotment', 'SOURCE_OPERAIION_WRITEOFF', -15.00, 'CNY', 2, 0.00, '2026-11-23 09:51:26.908929+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207d1-4cbc-7dd5-ae68-5eff64aca323', 4, 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'aed50242-50da-4a64-8371-56ee51670fbb', 3, 'allotment', 'SOURCE_OPERAIION_WRITEOFF', 15.00, 'CNY', 2, -75.00, '2026-11-23 09:51:26.908929+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207d1-4d78-7447-bb37-67e10af18b1f', 1, 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '984f5c99-43a4-439c-8281-6ac1817bc0de', 3, 'allotment', 'SOURCE_OPERATION_BEADJUST', -20.00, 'CNY', 2, 55.00, '2026-11-23 09:51:27.096304+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207d1-4d78-7447-bb37-67e10af18b1f', 2, 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '9357d8ee-64aa-4b35-9ec5-ad8f75f918a9', 4, 'allotment', 'SOURCE_OPERATION_BEADJUST', 20.00, 'CNY', 2, 20.00, '2026-11-23 09:51:27.096304+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207d1-4d7c-71dd-93bf-ba2b6183810c', 1, 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '988854cc-3c24-4108-b8f6-72d011f24761', 4, 'money', 'SOURCE_OPERAIION_WRITEOFF', -15.00, 'CNY', 2, 60.00, '2026-11-23 09:51:27.100208+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207d1-4d7c-71dd-93bf-ba2b6183810c', 2, 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'defe5674-c611-4565-bcc5-ba2e474bff87', 4, 'money', 'SOURCE_OPERAIION_WRITEOFF', 15.00, 'CNY', 2, -60.00, '2026-11-23 09:51:27.100208+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207d1-4d7c-71dd-93bf-ba2b6183810c', 3, 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '9357d8ee-64aa-4b35-9ec5-ad8f75f918a9', 5, 'allotment', 'SOURCE_OPERAIION_WRITEOFF', -15.00, 'CNY', 2, 5.00, '2026-11-23 09:51:27.100208+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207d1-4d7c-71dd-93bf-ba2b6183810c', 4, 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'aed50242-50da-4a64-8371-56ee51670fbb', 4, 'allotment', 'SOURCE_OPERAIION_WRITEOFF', 15.00, 'CNY', 2, -60.00, '2026-11-23 09:51:27.100208+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207d1-4db5-72c0-87a0-6d30164f0244', 1, 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '984f5c99-43a4-439c-8281-6ac1817bc0de', 4, 'allotment', 'SOURCE_OPERATION_BEADJUST', -1.00, 'CNY', 2, 54.00, '2026-11-23 09:51:27.157206+00');
INSERT INTO public.postings (transaction_id, line, realm, partner_id, account_id, account_seq, side, trade_type, amount, currency, scale, balance_after, recorded_at) VALUES ('01a207d1-4db5-72c0-87a0-6d30164f0244', 2, 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', '9357d8ee-64aa-4b35-9ec5-ad8f75f918a9', 6, 'allotment', 'SOURCE_OPERATION_BEADJUST', 1.00, 'CNY', 2, 6.00, '2026-11-23 09:51:27.157206+00');


ALTER TABLE public.postings ENABLE TRIGGER ALL;

--
-- Data for Name: protection_slots; Type: TABLE DATA; Schema: public; Owner: pc_owner
--

ALTER TABLE public.protection_slots DISABLE TRIGGER ALL;

INSERT INTO public.protection_slots (realm, kind, key_hash, code_hash, registration_id, partner_id, held_until) VALUES ('sandbox', 'email', '\xce848ae29d9abd3d6c8547edb76ebd668cbb83546cd318f52ac2b32ced4ce36e', '\x', '01a207d1-4815-7f17-9c1f-0dbeb84c4049', '01a207d1-35a6-7500-b0dd-d6745a621190', '2026-11-23 09:51:26.277723+00');
INSERT INTO public.protection_slots (realm, kind, key_hash, code_hash, registration_id, partner_id, held_until) VALUES ('sandbox', 'name', '\x78652922773935796426dc4653e4131a12fd61fc26f485ab9b7604f62ecd9999', '\x', '01a207d1-4815-7f17-9c1f-0dbeb84c4049', '01a207d1-35a6-7500-b0dd-d6745a621190', '2026-11-23 09:51:26.277723+00');
INSERT INTO public.protection_slots (realm, kind, key_hash, code_hash, registration_id, partner_id, held_until) VALUES ('sandbox', 'phone', '\xbe24b628fcdb5ba6730aca417f6e892ebe82925f5f66aa55110303b7586b7102', '\x', '01a207d1-4815-7f17-9c1f-0dbeb84c4049', '01a207d1-35a6-7500-b0dd-d6745a621190', '2026-11-23 09:51:26.277723+00');
INSERT INTO public.protection_slots (realm, kind, key_hash, code_hash, registration_id, partner_id, held_until) VALUES ('sandbox', 'phone', '\xc7846af6a7fe5ec55ce40041a6becc375dceb9510505596d201ff02390ef1008', '\x', '01a207d1-4815-7f17-9c1f-0dbeb84c4049', '01a207d1-35a6-7500-b0dd-d6745a621190', '2026-11-23 09:51:26.277723+00');


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

INSERT INTO public.top_ups (id, realm, partner_id, reference, state, state_since, version, channel, channel_number, event_id, channel_reference, signing_entity, payment_account, payer_id, amount, currency, scale, arrived_at, decider, opinion, evaluation_id, created_at) VALUES ('01a207d1-474a-7dcb-ac5d-d6357d07577d', 'sandbox', '01a207d1-35a6-7500-b0dd-d6745a621190', 'TOP-EP6NY-GENVX', 'arrived', '2026-11-23 09:51:25.514904+00', 1, 'bank-transfer', 2, 'evt_HVDED7NNID4PAVPGWN53ORCSQ6', 'PAYIOWJKPG4EHGAIBVCWBH7XRVQFH', 'cloud_computing', 'ACC-AURORA', '01a207d1-474a-7dcd-b427-65c6089148c0', 100, 'CNY', 2, '2026-11-23 09:51:25.511862+00', '', '', NULL, '2026-11-23 09:51:25.514904+00');


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


