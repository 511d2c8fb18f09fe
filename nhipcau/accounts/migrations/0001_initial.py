import django.core.validators
import django.db.models.deletion
import nhipcau.base.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(error_messages={'unique': 'Tên đăng nhập này đã có người dùng.'}, max_length=60, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$', 'Chỉ dùng chữ thường không dấu, chữ số, dấu chấm, gạch ngang và gạch dưới.')], verbose_name='tên đăng nhập')),
                ('name', models.CharField(max_length=120, verbose_name='họ và tên')),
                ('title', models.CharField(blank=True, max_length=120, verbose_name='chức vụ')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='thư điện tử')),
                ('phone', models.CharField(blank=True, max_length=20, validators=[django.core.validators.RegexValidator('^\\+?[0-9][0-9 .]{6,18}$', 'Chỉ dùng chữ số, ví dụ 0235 3871 234.')], verbose_name='điện thoại')),
                ('is_active', models.BooleanField(default=True, verbose_name='đang làm việc')),
                ('must_change_password', models.BooleanField(default=False)),
                ('short_password', models.BooleanField(default=False)),
                ('created', models.DateTimeField(auto_now_add=True)),
                ('search_text', models.CharField(default='', editable=False, max_length=400)),
                ('sort_key', nhipcau.base.fields.SortKeyField(default='', editable=False, max_length=600)),
            ],
            options={
                'ordering': ('sort_key', 'id'),
            },
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('administrator', 'Quản trị hệ thống'), ('chair', 'Chủ tọa'), ('secretary', 'Thư ký'), ('technician', 'Cán bộ kỹ thuật'), ('clerk', 'Cán bộ xã'), ('viewer', 'Người xem')], max_length=20, verbose_name='vai trò')),
                ('since', models.DateField(verbose_name='từ ngày')),
                ('until', models.DateField(blank=True, null=True, verbose_name='đến trước ngày')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.unit', verbose_name='đơn vị')),
            ],
            options={
                'ordering': ('-since', '-id'),
            },
        ),
        migrations.CreateModel(
            name='SignInCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code_hash', models.CharField(max_length=64, unique=True)),
                ('expires', models.DateTimeField()),
                ('used', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=120, verbose_name='tên thiết bị')),
                ('main', models.BooleanField(default=True, verbose_name='thiết bị chính')),
                ('key_hash', models.CharField(max_length=64, unique=True)),
                ('created', models.DateTimeField(auto_now_add=True)),
                ('removed', models.DateTimeField(blank=True, null=True)),
                ('session', models.CharField(blank=True, db_index=True, max_length=40)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='devices', to=settings.AUTH_USER_MODEL)),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='devices', to='places.site')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [models.UniqueConstraint(condition=models.Q(('main', True), ('removed', None)), fields=('site',), name='one_main_device_per_site')],
            },
        ),
    ]
