from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('actor_kind', models.CharField(max_length=10)),
                ('actor_id', models.BigIntegerField()),
                ('actor_name', models.CharField(max_length=200)),
                ('verb', models.CharField(max_length=80)),
                ('object_type', models.CharField(max_length=80)),
                ('object_id', models.CharField(max_length=40)),
                ('object_name', models.CharField(max_length=300)),
                ('search_text', models.CharField(default='', max_length=600)),
                ('unit', models.BigIntegerField(null=True)),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField(null=True)),
                ('number', models.BigIntegerField(null=True, unique=True)),
                ('previous', models.CharField(default='', max_length=64)),
                ('hash', models.CharField(default='', max_length=64)),
            ],
            options={
                'ordering': ('-id',),
                'indexes': [models.Index(fields=['object_type', 'object_id'], name='audit_audit_object__0e78a5_idx'), models.Index(fields=['verb'], name='audit_audit_verb_391681_idx'), models.Index(fields=['actor_kind', 'actor_id'], name='audit_audit_actor_k_c8c79f_idx'), models.Index(fields=['unit'], name='audit_audit_unit_5f2a44_idx'), models.Index(fields=['at'], name='audit_audit_at_c42b4b_idx')],
            },
        ),
    ]
